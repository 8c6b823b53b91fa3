// What must not be reached now, and what was held back.

// Originals, before anybody redefines them.
const create = Document.prototype.createElement.bind(document);
const put = Element.prototype.setAttribute;
const counts = {};
const judged = new WeakMap();
let isReviving = false;
const site = location.hostname.replace(/^www\./, '');
const ownHosts = (attributes.own || '').split(/[\s,]+/).filter(Boolean);

// The host of somebody else; '' for our own, and for what leaves no machine.
function foreignHost(address) {
  try {
    const url = new URL(String(address && address.url || address), document.baseURI);
    const host = url.hostname;
    const isOurs = host === location.hostname || host === site || host.endsWith('.' + site) || ownHosts.includes(host);
    return /^(https?|wss?):$/.test(url.protocol) && !isOurs ? host : '';
  } catch (_) { return ''; }
}

const tagsOfHost = host => config.tags.filter(tag => tag.hosts.includes(host));

// As long as one tag is observed, hosts nobody listed are observed too: the site is not finished with its list.
const isObserving = config.tags.some(tag => tag.observe);

// Counts what was held back, or what would have been.
function note(id, at, isObserved) {
  const key = id + ' ' + at;
  const seen = counts[key] || (counts[key] = { tag: id, host: at, observed: isObserved, count: 0 });
  seen.count += 1;
  tell('held', seen);
}

// True: not now. Of several tags with one host, one that is allowed is enough: an address does not tell them apart.
function isHeld(address) {
  const host = foreignHost(address);
  if (!host) return false;
  const tags = tagsOfHost(host);
  if (tags.some(isAllowed)) return false;
  const isObserved = tags.length ? tags.some(tag => tag.observe) : isObserving;
  note(tags.length ? tags[0].id : '', host, isObserved);
  return !isObserved;
}

// Keeps an element's address for later, and gives it none.
function keepBack(element, name, address) {
  const tag = tagsOfHost(foreignHost(address))[0];
  if (element.localName === 'script' && element.type !== 'text/plain') {
    if (element.type) element.dataset.type = element.type;
    element.type = 'text/plain';
  }
  put.call(element, 'data-' + name, String(address));
  if (tag) element.dataset.service = tag.id;
}

function guardCall(owner, name, at, refuse) {
  if (!owner || !owner[name]) return;
  owner[name] = new Proxy(owner[name], {
    apply: (call, self, given) => isHeld(given[at]) ? refuse() : Reflect.apply(call, self, given),
    construct(call, given, target) {
      if (isHeld(given[at])) refuse();
      return Reflect.construct(call, given, target);
    },
  });
}

function guardAddress(type, name) {
  const own = type && Object.getOwnPropertyDescriptor(type.prototype, name);
  if (!own || !own.set) return;
  Object.defineProperty(type.prototype, name, Object.assign({}, own, {
    set(address) {
      if (isReviving) { own.set.call(this, address); return; }
      judged.set(this, String(address));
      if (isHeld(address)) keepBack(this, name, address); else own.set.call(this, address);
    },
  }));
}

// Code that runs builds elements and calls as it likes: these are the ways its requests go out.
function guard() {
  const fail = () => { throw new TypeError('held back by the visitor\'s choice'); };
  guardCall(window, 'fetch', 0, () => Promise.reject(new TypeError('held back by the visitor\'s choice')));
  guardCall(XMLHttpRequest.prototype, 'open', 1, fail);
  guardCall(Navigator.prototype, 'sendBeacon', 0, () => false);
  ['WebSocket', 'EventSource', 'Worker', 'SharedWorker'].forEach(name => guardCall(window, name, 0, fail));
  guardAddress(window.HTMLScriptElement, 'src');
  guardAddress(window.HTMLIFrameElement, 'src');
  guardAddress(window.HTMLImageElement, 'src');
  guardAddress(window.HTMLLinkElement, 'href');
  Element.prototype.setAttribute = function setAttribute(name, value) {
    const lower = String(name).toLowerCase();
    const fetches = lower === 'src' && /^(script|iframe|img)$/.test(this.localName) || lower === 'href' && this.localName === 'link';
    if (fetches) judged.set(this, String(value));
    if (fetches && isHeld(value)) keepBack(this, lower, value); else put.call(this, name, value);
  };
}
