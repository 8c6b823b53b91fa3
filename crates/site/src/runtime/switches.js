// The switches of a visitor: one for each category, and for each tag in it. Nothing is saved before Save.

function toggle(kind, id, label, isOn, isFixed) {
  return make('label', { class: 'az-row' }, make('span', {}, label), make('input', { type: 'checkbox', class: kind, value: id, checked: isOn, disabled: isFixed }));
}

function tagLine(tag) {
  const link = make('a', { href: config.external + '#' + tag.id, 'aria-label': tag.name + ' ' + text.more }, text.more);
  const row = tag.load ? toggle('az-tag', tag.id, tag.name, isYes(tag), isStopped(tag)) : make('p', { class: 'az-row' }, tag.name);
  if (isStopped(tag)) row.firstChild.append(make('small', {}, text.stopped));
  return make('li', {}, row, make('small', {}, link));
}

function section(category) {
  const tags = config.tags.filter(tag => tag.category === category.id);
  const isFixed = tags.every(tag => !tag.load);
  const all = toggle('section__toggle', category.id, make('b', {}, category.label), isFixed, isFixed);
  if (isFixed) all.firstChild.append(make('small', {}, text.always));
  const part = make('section', { class: 'pm__section' }, all, category.why ? make('p', { class: 'az-why' }, category.why) : null,
    make('details', {}, make('summary', {}, fill(text.count, tags.length)), make('ul', {}, ...tags.map(tagLine))));
  const whole = all.querySelector('input');
  const each = Array.from(part.querySelectorAll('.az-tag:enabled'));
  const follow = () => {
    if (!each.length) return;
    whole.checked = each.every(one => one.checked);
    whole.indeterminate = !whole.checked && each.some(one => one.checked);
  };
  whole.addEventListener('change', () => each.forEach(one => { one.checked = whole.checked; }));
  each.forEach(one => one.addEventListener('change', follow));
  follow();
  return part;
}

// A category is a yes only if all of it is: what comes into it later has to ask.
function answersIn(form) {
  const answers = {};
  form.querySelectorAll('.section__toggle:enabled').forEach(input => { answers[input.value] = input.checked; });
  form.querySelectorAll('.az-tag:enabled').forEach(input => {
    if (input.checked !== answers[tagById(input.value).category]) answers[input.value] = input.checked;
  });
  return answers;
}

const everything = isYes => {
  const answers = {};
  categories.forEach(one => { answers[one.id] = isYes; });
  return answers;
};

const sections = () => config.categories.filter(one => config.tags.some(tag => tag.category === one.id)).map(section);

function switchButtons() {
  return make('div', { class: 'pm__btns' }, button('save', 'save', text.save, 'pm__btn az-main az-wide'),
    button('all', 'accept-all', text.all, 'pm__btn'), button('necessary', 'reject-all', text.none, 'pm__btn'),
    state ? button('withdraw', 'withdraw', text.withdraw, 'pm__btn az-plain az-wide') : null);
}

// On the page that lists what is sent: the same switches, in the place left for them.
function fillPlace() {
  const place = document.querySelector('[data-consent-switches]');
  if (!place || !categories.length) return false;
  place.replaceChildren(make('section', { class: 'az-place', lang: config.language, 'aria-labelledby': 'az-place' },
    make('h2', { id: 'az-place' }, text.centre), make('p', {}, text.how), gpcNote(), ...sections(), switchButtons()));
  return true;
}

const gpcNote = () => hasGpc() ? make('p', { class: 'az-note' }, state && switchable.some(tag => tag.gpc && isYes(tag)) ? text.gpcOver : text.gpc) : null;
