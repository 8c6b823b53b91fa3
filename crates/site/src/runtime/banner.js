// The banner and the preference centre, in the page's own tree, under the names that existing automation knows.

let main = null;
let banner = null;
let centre = null;
let live = null;

function changesSince() {
  if (!isOutdated()) return null;
  const lines = switchable.map(tag => [tag, changedFacts(tag)]).filter(([, facts]) => facts.length)
    .map(([tag, facts]) => make('li', {}, tag.name + ': ' + facts.map(at => text.facts[at]).join(text.and)));
  return make('div', { class: 'az-note' }, make('p', {}, text.changes), make('ul', {}, ...lines));
}

function ensureMain() {
  if (main) return;
  live = make('p', { class: 'az-live', role: 'status' });
  main = make('div', { id: 'cc-main', lang: config.language }, live);
  document.body.prepend(main);
}

// First in the page, so that the first Tab reaches it; the page stays usable, so it is a region.
function showBanner() {
  ensureMain();
  hideBanner();
  const asked = switchable.filter(tag => tag.load === 2).length;
  const words = asked === switchable.length ? text.ask : asked ? text.some : text.notice;
  banner = make('div', { class: 'cm-wrapper' }, make('section', { class: 'cm', role: 'region', 'aria-labelledby': 'cm__title' },
    make('div', { class: 'cm__body' }, make('h2', { id: 'cm__title', class: 'cm__title' }, text.title),
      make('p', { class: 'cm__desc' }, fill(words, switchable.length, asked) + ' ', make('a', { href: config.external }, text.list)), changesSince(), gpcNote()),
    make('div', { class: 'cm__btns' }, button('all', 'accept-all', text.all, 'cm__btn az-main'), button('necessary', 'reject-all', text.none, 'cm__btn az-main'),
      button('show', 'settings', text.settings, 'cm__btn az-plain az-wide'))));
  main.prepend(banner);
  // What gets the focus is not left under the banner, and the end of the page can be read above it.
  const height = banner.firstChild.offsetHeight + 'px';
  document.documentElement.style.scrollPaddingBottom = height;
  document.body.style.paddingBottom = height;
}

function hideBanner() {
  if (!banner) return;
  banner.remove();
  banner = null;
  document.documentElement.style.scrollPaddingBottom = document.body.style.paddingBottom = '';
}

// A dialog of the browser's own: the rest is inert, Esc closes without saving, the focus goes back to where it was.
function showCentre() {
  ensureMain();
  if (centre) centre.remove();
  const title = make('h2', { id: 'pm__title', class: 'pm__title', tabindex: '-1' }, text.centre);
  centre = make('dialog', { class: 'pm', 'aria-labelledby': 'pm__title' },
    make('div', { class: 'pm__head' }, title, button('close', 'close', text.close, 'pm__close az-plain')),
    make('div', { class: 'pm__body' }, make('p', {}, text.how), changesSince(), gpcNote(), ...sections()), switchButtons());
  main.append(centre);
  centre.showModal();
  title.focus();
}

function closeCentre() {
  if (centre && centre.open) centre.close();
}

// A frame that waits says so in its place, and can be allowed there.
const holders = new WeakMap();
function showHolder(node, isHeldBack) {
  if (node.localName !== 'iframe') return;
  const known = holders.get(node);
  if (!isHeldBack || known && known.isConnected) {
    if (!isHeldBack && known) { known.remove(); node.hidden = false; }
    return;
  }
  const tag = tagsOf(node)[0];
  if (tag && isAllowed(tag) || !node.parentNode) return;
  const allow = tag && button('allow', 'allow', text.allow);
  if (allow) allow.value = tag.id;
  const holder = make('div', { class: 'az-holder', lang: config.language }, make('p', {}, fill(text.holder, tag ? tag.name : text.unlisted)), allow);
  holders.set(node, holder);
  node.hidden = true;
  node.before(holder);
}

// There is always a way back to the settings: the page's own, else one at its end.
function ensureWayBack() {
  if (document.querySelector('[data-consent-action="settings"],[data-cc="show-preferencesModal"]')) return;
  ensureMain();
  document.body.append(make('p', { class: 'az-foot', lang: config.language }, button('show', 'settings', text.centre)));
}
