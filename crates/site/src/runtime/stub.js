// Inline, before any tag: what Google's tags find until the runtime is there.
(function (s, m, d, w) {
  w.dataLayer = w.dataLayer || [];
  function gtag() { w.dataLayer.push(arguments); }
  w.gtag = w.gtag || gtag;
  var c = null, o = { wait_for_update: 500 };
  try {
    c = JSON.parse(decodeURIComponent(/(?:^|; )cc_cookie=([^;]*)/.exec(d.cookie)[1]));
    c = c.revision === m ? c.categories : [];
  } catch (e) { /* nothing chosen */ }
  for (var k in s) {
    var a = s[k], g = a[0] === 'necessary' || (c ? c.indexOf(a[0]) >= 0 : a[1] && !(a[2] && navigator.globalPrivacyControl));
    o[k] = g ? 'granted' : 'denied';
  }
  gtag('consent', 'default', o);
})(SIGNALS, MATERIAL, document, window);
