// A choice and what follows from it; the doors to the outside; the beginning.

let isLive = false;

// Erases, tells, puts to rest, lets run: whatever the state says now.
function apply() {
  erase();
  sendSignals();
  new Map(revived).forEach(rest);
  scan(document);
  // Code that ran cannot be taken back; only a new page is without it.
  if (Array.from(ran).some(tag => !isAllowed(tag) && !tag.observe)) location.reload();
}

function choose(action, said, isTrusted) {
  const isFirst = !state;
  state = {
    visitor: state && state.visitor || newId('vis_'), material: config.material, first: state ? state.first : now(), isKept: false,
    data: { answers: said, facts: factsNow(), gpc: hasGpc(), refused: state ? state.data.refused : [] },
  };
  // With the last choice goes the number it was recorded under.
  record(action, isTrusted);
  if (action === 'withdraw') state.visitor = undefined;
  writeState();
  readState();
  if (channel) channel.postMessage(1);
  closeCentre();
  if (!needsAnswer()) hideBanner();
  ensureMain();
  live.textContent = text.saved;
  fillPlace();
  tell(isFirst ? 'first' : action === 'withdraw' ? 'withdraw' : 'change', summary());
  apply();
}

const acts = {
  'accept-all': event => choose('accept-all', everything(true), event.isTrusted),
  'reject-all': event => choose('reject-all', everything(false), event.isTrusted),
  withdraw: event => choose('withdraw', everything(false), event.isTrusted),
  save: event => choose('save', answersIn(event.form), event.isTrusted),
  allow: event => choose('save', Object.assign(standing(), { [event.value]: true }), event.isTrusted),
  settings: showCentre,
  close: closeCentre,
};
const ALIASES = { 'show-preferencesModal': 'settings', 'show-consentModal': 'banner', 'accept-all': 'accept-all', 'accept-necessary': 'reject-all' };
acts.banner = showBanner;

document.addEventListener('click', event => {
  const target = event.target.closest && event.target.closest('[data-consent-action],[data-cc]');
  const act = target && acts[target.dataset.consentAction || ALIASES[target.dataset.cc]];
  if (!act) return;
  event.preventDefault();
  act({ isTrusted: event.isTrusted, value: target.value, form: target.closest('dialog,.az-place') });
});

// Another tab chose, or this page comes back out of the browser's memory.
function lookAgain() {
  readState();
  if (!needsAnswer()) hideBanner();
  fillPlace();
  apply();
}
let channel = null;
try {
  channel = new BroadcastChannel('azukari-consent');
  channel.onmessage = lookAgain;
} catch (_) { /* old, or blocked */ }
addEventListener('pageshow', event => { if (event.persisted) lookAgain(); });
addEventListener('online', flush);
addEventListener('pagehide', () => box.queue.forEach(body => endpoint && navigator.sendBeacon(endpoint, body)));

// Of a tag or a category; of nobody, no.
function isAllowedId(id) {
  const tags = config.tags.filter(tag => tag.id === id || tag.category === id);
  return tags.length > 0 && tags.every(isAllowed);
}

const byApi = { isTrusted: false };
window.AzukariConsent = {
  revision: config.material, done: () => begun.then(() => order), allowed: isAllowedId,
  answers: () => state && Object.assign({}, state.data.answers), held: () => Object.values(counts).map(one => Object.assign({}, one)),
  show: showBanner, settings: showCentre, acceptAll: () => acts['accept-all'](byApi), rejectAll: () => acts['reject-all'](byApi),
  withdraw: () => acts.withdraw(byApi), save: answers => choose('save', answers, false),
};
window.CookieConsent = window.CookieConsent || {
  show: showBanner, hide: hideBanner, showPreferences: showCentre, hidePreferences: closeCentre, acceptedCategory: isAllowedId,
  acceptedService: isAllowedId, validConsent: () => !needsAnswer(), reset: AzukariConsent.withdraw,
};

// A signal that came after the choice is a choice of its own.
function takeSignal() {
  const tags = switchable.filter(tag => tag.gpc && answerTo(tag));
  if (!state || state.data.gpc || !hasGpc() || !tags.length) return;
  choose('gpc', tags.reduce((said, tag) => Object.assign(said, { [tag.id]: false }), standing()), true);
}

async function begin() {
  if (document.prerendering) await new Promise(resolve => { document.addEventListener('prerenderingchange', resolve, { once: true }); });
  readState();
  await askAgain();
  isLive = true;
  apply();
  const ready = () => {
    takeSignal();
    const hasPlace = fillPlace();
    if (hasPlace) ensureMain();
    if (needsAnswer() && !hasPlace) showBanner();
    if (categories.length && !hasPlace) ensureWayBack();
    tell('ready', summary());
  };
  if (document.body && document.readyState !== 'loading') ready(); else document.addEventListener('DOMContentLoaded', ready);
  flush();
}

dress();
readState();
guard();
watch();
const begun = begin();
