const CATEGORIES = [...new Set(PIECES.map(p => p.category))].filter(c => c !== 'necessary');
const read = () => { const m = document.cookie.match(/cc_cookie=([^;]*)/); return m ? JSON.parse(decodeURIComponent(m[1])) : null; };
const choice = () => { const c = read(); return c ? c.how : navigator.globalPrivacyControl ? 'gpc' : 'none'; };
const may = p => !p.obeys || p.category === 'necessary' || (read() || {categories: []}).categories.includes(p.category);
const started = new Set();
const path = (p, how) => `/${NUMBER}/${choice()}/${how || p.how}/${p.host}${p.query ? '?' + p.query : ''}`;
const add = (tag, set) => document.body.append(Object.assign(document.createElement(tag), set));
const send = {
  'script': p => add('script', {src: `http://${p.host}${path(p)}`}),
  'image': p => { new Image().src = `http://${p.host}${path(p)}`; },
  'frame': p => add('iframe', {src: `http://${p.host}${path(p)}`}),
  'fetch': p => fetch(`http://${p.host}${path(p)}`, {method: 'POST', mode: 'no-cors', body: 'x=1'}),
  'worker': p => new Worker('/worker.js').postMessage(`http://${p.host}${path(p)}`),
  'service-worker': p => navigator.serviceWorker.register('/sw.js').then(() => navigator.serviceWorker.ready)
    .then(r => r.active.postMessage(`http://${p.host}${path(p)}`)),
  'socket': p => { new WebSocket(`ws://${p.host}${path(p)}`).onerror = () => {}; },
  'beacon': p => addEventListener('pagehide', () => { if (may(p)) navigator.sendBeacon(`http://${p.host}${path(p)}`, 'left'); }),
  'late': p => setTimeout(() => { if (may(p)) send.image(p); }, 120),
  'form': p => fetch(`http://${p.host}${path(p)}`, {method: 'POST', mode: 'no-cors', headers: {'content-type': 'text/plain'},
    body: JSON.stringify({user: {mail: 'taro@example.jp'}})}),
};
const start = () => PIECES.forEach((p, i) => { if (!started.has(i) && may(p)) { started.add(i); send[p.how](p); } });
const store = (how, categories) => {
  const before = read();
  if (how === 'refused' && before && before.how === 'accepted') how = 'withdrawn';
  if (how === 'withdrawn') PIECES.filter(p => p.obeys && p.category !== 'necessary').forEach(p => {
    document.cookie = `${p.host.split('.')[0]}=;max-age=0;path=/`; });
  document.cookie = `cc_cookie=${encodeURIComponent(JSON.stringify({how, categories}))};max-age=86400;path=/`;
  document.querySelector('#cc-main')?.remove();
  start();
};
const build = html => { const main = add('div', {}) || document.body.lastChild; main.id = 'cc-main'; main.innerHTML = html; return main; };
const preferences = () => {
  document.querySelector('#cc-main')?.remove();
  const main = build(CATEGORIES.map(c => `<label><input type=checkbox class=section__toggle value=${c}>${c}</label>`).join('') +
    '<input type=checkbox class=section__toggle value=necessary checked disabled>' +
    '<button class=pm__btn data-role=all>all</button><button class=pm__btn data-role=necessary>necessary</button><button class=pm__btn data-role=save>save</button>');
  main.onclick = e => {
    const role = e.target.dataset && e.target.dataset.role;
    if (role === 'all') store('accepted', CATEGORIES);
    if (role === 'necessary') store('refused', []);
    if (role === 'save') { const on = [...main.querySelectorAll('input:checked:not(:disabled)')].map(i => i.value); store('only-' + on.join('-'), on); }
  };
};
if (CATEGORIES.length && !navigator.webdriver && !/headless/i.test(navigator.userAgent)) {
  self.CookieConsent = {showPreferences: preferences};
  if (!read()) build('<button class=cm__btn data-role=all>all</button><button class=cm__btn data-role=necessary>necessary</button>' +
    '<button class=cm__btn data-role=show>show</button>').onclick = e => {
    const role = e.target.dataset && e.target.dataset.role;
    if (role === 'all') store('accepted', CATEGORIES);
    if (role === 'necessary') store('refused', []);
    if (role === 'show') preferences();
  };
}
start();
