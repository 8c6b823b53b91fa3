// Nodes that wait for a choice: found, revived in order, and put to rest again.

const NAMES = '[data-category],[data-service],[data-name],[data-cookieconsent]';
const COOKIEBOT = { preferences: 'functional', statistics: 'analytics' };
const ADDRESSES = ['data-src', 'data-href', 'data-cookieblock-src'];
const ran = new Set();
const revived = new Map();
const waiting = new WeakSet();
let order = Promise.resolve();

// Strict pages let a script's address or text come only from a policy; theirs names ours.
const trusted = (() => {
  const same = text => text;
  try {
    return window.trustedTypes && trustedTypes.createPolicy('azukari-consent', { createScriptURL: same, createScript: same });
  } catch (_) { return null; }
})() || { createScriptURL: text => text, createScript: text => text };

const addressOf = node => ADDRESSES.map(name => node.getAttribute(name)).find(Boolean) || node.localName === 'script' && node.getAttribute('src') || '';

// The tags a node stands for: by its own name; else those of its categories that have its host. None: it stays.
function tagsOf(node) {
  const data = node.dataset;
  const host = foreignHost(addressOf(node));
  const of = (data.category || data.cookieconsent || '').replace(/^!/, '').split(/[\s,]+/).map(one => COOKIEBOT[one] || one);
  const named = data.service || data.name;
  const tags = config.tags.filter(tag => named ? tag.id === named : of.includes(tag.category));
  const missing = named ? !tags.length : of.some(one => !tags.some(tag => tag.category === one));
  const fitting = host ? tags.filter(tag => tag.hosts.includes(host)) : tags.filter(isOnPage);
  if (!missing && fitting.length) return fitting;
  if (!waiting.has(node)) note(named || of.join(' '), host, false);
  waiting.add(node);
  return [];
}

function mayRun(node) {
  const tags = tagsOf(node);
  const held = tags.filter(tag => !isAllowed(tag));
  if ((node.dataset.category || '')[0] === '!') return !!state && held.length > 0;
  if (!tags.length || held.some(tag => !tag.observe)) return false;
  held.forEach(tag => note(tag.id, foreignHost(addressOf(node)), true));
  tags.forEach(tag => ran.add(tag));
  return true;
}

// A script runs only if it is new: a copy takes its place.
function reviveScript(node) {
  const address = addressOf(node);
  const live = create('script');
  Array.from(node.attributes).forEach(one => {
    if (one.name === 'type' || one.name === 'src' || ADDRESSES.includes(one.name)) return;
    try { put.call(live, one.name, one.value); } catch (_) { /* a strict page lets no attribute hold code */ }
  });
  if (node.dataset.type) live.type = node.dataset.type;
  live.nonce = node.nonce || here.nonce;
  live.async = node.hasAttribute('async');
  const done = new Promise(resolve => { live.onload = live.onerror = resolve; });
  isReviving = true;
  if (address) live.src = trusted.createScriptURL(address); else live.text = trusted.createScript(node.textContent);
  isReviving = false;
  node.replaceWith(live);
  return address && !live.async ? done : null;
}

function revive(node) {
  if (!node.isConnected || !mayRun(node)) return null;
  if (node.localName === 'script') return reviveScript(node);
  ADDRESSES.filter(name => node.hasAttribute(name)).forEach(name => {
    const to = name === 'data-href' ? 'href' : 'src';
    revived.set(node, name);
    put.call(node, to, node.getAttribute(name));
    node.removeAttribute(name);
  });
  showHolder(node, false);
  return null;
}

// What runs and may no longer: a frame or picture gives its address back. Scripts end with the page.
function rest(name, node) {
  const from = name === 'data-href' ? 'href' : 'src';
  put.call(node, name, node.getAttribute(from) || '');
  node.removeAttribute(from);
  if (mayRun(node)) { put.call(node, from, node.getAttribute(name)); node.removeAttribute(name); return; }
  revived.delete(node);
  showHolder(node, true);
}

const isWaiting = node => node.matches(NAMES) && (node.localName === 'script' ? node.type === 'text/plain' : ADDRESSES.some(name => node.hasAttribute(name)));

// Each in the order of the document, one after the other as a browser would.
function scan(root) {
  const found = root.matches && root.matches(NAMES) ? [root] : [];
  found.concat(Array.from(root.querySelectorAll ? root.querySelectorAll(NAMES) : [])).filter(isWaiting).forEach(node => {
    showHolder(node, true);
    if (isLive) order = order.then(() => revive(node));
  });
}

// What came with an address of its own and may not have it: too late for a page that names it in its text, in time for most.
function stop(node) {
  const name = node.localName === 'link' ? 'href' : 'src';
  if (!/^(script|iframe|img|link)$/.test(node.localName) || !node.hasAttribute(name) || node.type === 'text/plain') return;
  if (name === 'href' && !/stylesheet|pre|icon|prefetch/.test(node.rel)) return;
  const address = node.getAttribute(name);
  if (judged.get(node) === address || revived.has(node) || !isHeld(address)) return;
  node.removeAttribute(name);
  keepBack(node, name, address);
}

function watch() {
  new MutationObserver(changes => changes.forEach(change => {
    (change.type === 'attributes' ? [change.target] : Array.from(change.addedNodes)).forEach(node => {
      if (node.nodeType !== 1) return;
      [node].concat(Array.from(node.querySelectorAll('script,iframe,img,link'))).forEach(stop);
      scan(node);
    });
  })).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ['src', 'href', 'data-category', 'data-service'] });
}
