// Stands in for somebody else's code in the demo: shows on the page that it runs.
(() => {
  const id = new URL(document.currentScript.src).hostname.split('.')[0];
  const place = document.getElementById('runs-' + id) || document.getElementById('runs-nobody-listed');
  if (place) place.dataset.runs = 'yes';
})();
