// What the visitor chose: read from the one cookie, written only when a choice is made.

// How the page puts this script in: its attributes are the site's own settings, its nonce is the page's.
const here = document.currentScript || { dataset: {}, nonce: '' };
const attributes = here.dataset;
const COOKIE = 'cc_cookie';
const HALF_A_YEAR = 15552000;
const tagById = id => config.tags.find(tag => tag.id === id);
const switchable = config.tags.filter(tag => tag.load);
const categories = config.categories.filter(one => switchable.some(tag => tag.category === one.id));
const hasGpc = () => navigator.globalPrivacyControl === true;

// Null until a choice is made. Where cookies are blocked it lives as long as the page.
let state = null;

function readState() {
  let value = null;
  try {
    value = JSON.parse(decodeURIComponent(document.cookie.match(/(?:^|; )cc_cookie=([^;]*)/)[1]));
  } catch (_) { /* blocked, none, or not ours */ }
  if (value && value.data && value.data.answers) {
    state = { visitor: value.consentId, material: value.revision, first: value.consentTimestamp, data: value.data, isKept: true };
  } else if (state && state.isKept) state = null;
}

// In the form that readers of vanilla-cookieconsent's cookie know.
function writeState() {
  putCookie(COOKIE, encodeURIComponent(JSON.stringify({
    categories: categories.filter(isGranted).map(one => one.id), revision: state.material, consentId: state.visitor,
    consentTimestamp: state.first, data: state.data,
  })), HALF_A_YEAR, attributes.cookieDomain);
}

function putCookie(name, value, age, domain, path) {
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  try {
    document.cookie = name + '=' + value + '; Path=' + (path || '/') + '; Max-Age=' + age + '; SameSite=Lax' + secure +
      (domain ? '; Domain=' + domain : '');
  } catch (_) { /* blocked */ }
}

const now = () => new Date().toISOString().slice(0, 19) + 'Z';

// 128 random bits in the alphabet of our ids: made with a choice, never before.
function newId(prefix) {
  const letters = '0123456789abcdefghjkmnpqrstvwxyz';
  return prefix + Array.from(crypto.getRandomValues(new Uint8Array(26)), (byte, at) => letters[byte & (at ? 31 : 7)]).join('');
}

// Facts of a tag that a yes was about: sent, to whom, what for, chosen by what; three letters each.
const factsNow = () => config.tags.map(tag => tag.id + ':' + tag.facts).join(' ');

function factsThen(tag) {
  const said = state && (' ' + state.data.facts).split(' ' + tag.id + ':')[1];
  return said ? said.slice(0, 12) : '';
}

// Which facts are different since the visitor chose; all of a tag that was not there.
function changedFacts(tag) {
  const then = factsThen(tag);
  return then ? [0, 1, 2, 3].filter(at => then.substr(at * 3, 3) !== tag.facts.substr(at * 3, 3)) : [4];
}

const isOutdated = () => !!state && state.material !== config.material;

// The tag's own answer wins over its category's. A yes ends with the facts it was about, a no does not.
function answerTo(tag) {
  if (!state) return null;
  const own = state.data.answers[tag.id];
  const said = own === undefined ? state.data.answers[tag.category] : own;
  return said === undefined || said && isOutdated() && changedFacts(tag).length ? null : said;
}

// What a linked person has stopped or ceased, as the server said last.
const isStopped = tag => !!state && state.data.refused.some(one => one === tag.id || one === tag.category || tag.for.includes(one));

const isOnPage = tag => !tag.pages || tag.pages.some(page => page === attributes.page || page === location.pathname);

// Of the browser's signal and the visitor's choice the newer one counts.
const isSignalled = tag => tag.gpc && hasGpc() && !(state && state.data.gpc && !isOutdated());

// May it run, on the pages it is for?
function isYes(tag) {
  if (isStopped(tag)) return false;
  if (!tag.load) return true;
  const said = answerTo(tag);
  return said === null ? tag.load === 1 && !isSignalled(tag) : said && !isSignalled(tag);
}

const isAllowed = tag => isOnPage(tag) && isYes(tag);
const isGranted = category => config.tags.filter(tag => tag.category === category.id).every(isYes);

// What still counts of the answers: all of them, or after a change those to tags that did not change.
function standing() {
  if (!isOutdated()) return Object.assign({}, state && state.data.answers);
  const answers = {};
  switchable.forEach(tag => { if (answerTo(tag) !== null) answers[tag.id] = answerTo(tag); });
  return answers;
}

const needsAnswer = () => categories.length > 0 && (!state || isOutdated() || categories.some(one => state.data.answers[one.id] === undefined));
