// What a refused tag left in the browser goes: cookies on every domain and path they could be of, and its other storage.

function erase() {
  const names = [].concat(...config.tags.filter(tag => tag.load && !isYes(tag) && !tag.observe).map(tag => tag.cookies));
  if (!names.length) return;
  const isOf = key => names.some(name => name.endsWith('*') ? key.startsWith(name.slice(0, -1)) : key === name);
  const attempt = what => { try { what(); } catch (_) { /* blocked */ } };
  attempt(() => document.cookie.split('; ').map(pair => pair.split('=')[0]).filter(isOf).forEach(name => {
    if (name.startsWith('_ga_')) window['ga-disable-G-' + name.slice(4)] = true;
    const parts = location.hostname.split('.');
    const paths = location.pathname.split('/').map((_, at, all) => all.slice(0, at + 1).join('/') || '/');
    ['', ...parts.map((_, at) => parts.slice(at).join('.'))].forEach(domain => paths.forEach(path => putCookie(name, '', 0, domain, path)));
  }));
  ['localStorage', 'sessionStorage'].forEach(kind => attempt(() => Object.keys(window[kind]).filter(isOf).forEach(key => window[kind].removeItem(key))));
}
