// Elements out of code, never out of text.

const text = config.text;

function make(name, set, ...children) {
  const element = create(name);
  Object.keys(set || {}).forEach(key => {
    if (key in element && typeof set[key] !== 'string') element[key] = set[key]; else put.call(element, key, set[key]);
  });
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

const button = (role, action, words, kind = '') => make('button', { type: 'button', class: kind, 'data-role': role, 'data-consent-action': action }, words);

const fill = (words, ...values) => words.replace(/\{(\d)\}/g, (_, at) => values[at]);

// A style sheet of the page's own would need its leave; one that is made here does not.
function dress() {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(config.style);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  } catch (_) {
    const style = make('style', {}, config.style);
    style.nonce = here.nonce;
    document.head.append(style);
  }
}
