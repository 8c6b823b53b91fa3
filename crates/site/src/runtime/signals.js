// What others on the page are told: events of ours, Google's consent mode, and those who have a word of their own for it.

function tell(name, detail) {
  document.dispatchEvent(new CustomEvent('consent:' + name, { detail }));
}

function summary() {
  const on = switchable.filter(isYes).map(tag => tag.id);
  return { categories: categories.filter(isGranted).map(one => one.id), services: on, revision: config.material, consentId: state && state.visitor };
}

// Google's signals follow Google's own tags in a category, where it has any.
function signal(category) {
  const all = config.tags.filter(tag => tag.category === category);
  const google = all.filter(tag => tag.hosts.some(host => /google|doubleclick/.test(host)));
  const tags = google.length ? google : all;
  return tags.length && tags.every(isYes) ? 'granted' : 'denied';
}

function sendSignals() {
  const functional = signal('functional');
  const analytics = signal('analytics');
  const marketing = signal('marketing');
  window.dataLayer = window.dataLayer || [];
  // Their library wants the arguments themselves.
  function gtag() { window.dataLayer.push(arguments); }
  gtag('consent', 'update', {
    security_storage: 'granted', functionality_storage: functional, personalization_storage: functional,
    analytics_storage: analytics, ad_storage: marketing, ad_user_data: marketing, ad_personalization: marketing,
  });
  const yes = {};
  config.tags.forEach(tag => { yes[tag.id] = isAllowed(tag); });
  window.dataLayer.push({ event: 'consent_update', consent: yes });
  if (window.fbq) fbq('consent', marketing === 'granted' ? 'grant' : 'revoke');
  if (window.uetq) uetq.push('consent', 'update', { ad_storage: marketing });
  if (window.clarity) clarity('consentv2', { ad_Storage: marketing, analytics_Storage: analytics });
}
