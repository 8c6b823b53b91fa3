// The record of a choice: sent to our own origin, kept until the server has it.

const KEEP = 'azukari-consent';
const KEPT_AT_MOST = 50;
const endpoint = attributes.choices === undefined ? config.choices : attributes.choices;
let box = { queue: [], last: '' };

function readBox() {
  try { box = JSON.parse(localStorage.getItem(KEEP)) || box; } catch (_) { /* blocked, or not ours */ }
}

function writeBox() {
  try { localStorage.setItem(KEEP, JSON.stringify(box)); } catch (_) { /* blocked, or full: memory has it */ }
}

// The path alone, without what may be a person's.
const page = () => location.pathname.replace(/[^/]*(@|%40|\d{5,})[^/]*/gi, '*').slice(0, 200);

function record(action, isTrusted) {
  if (!endpoint) return;
  const body = JSON.stringify({
    visitor: state.visitor, id: newId('cho_'), material: config.material, language: config.language, action,
    answers: state.data.answers, gpc: hasGpc(), trusted: isTrusted, at: now(), page: page(),
  });
  readBox();
  // A queue that is full loses its oldest: the newest says what counts.
  box = { queue: box.queue.concat(body).slice(-KEPT_AT_MOST), last: action === 'withdraw' ? '' : body };
  writeBox();
  flush();
}

// The same bytes are one record, however often they come; the answer says what a linked person has stopped since.
async function send(body) {
  const answer = await fetch(endpoint, { method: 'POST', body, keepalive: true, credentials: 'omit', headers: { 'content-type': 'application/json' } });
  if (answer.status === 429 || answer.status >= 500) throw Number(answer.headers.get('retry-after')) || 60;
  const said = answer.ok ? await answer.json() : {};
  if (state && said.refused && body.includes(state.visitor)) {
    state.data.refused = said.refused;
    writeState();
  }
}

let flushing = false;
async function flush() {
  if (flushing) return;
  flushing = true;
  try {
    for (readBox(); box.queue.length;) {
      const [body] = box.queue;
      await send(body);
      readBox();
      box.queue = box.queue.filter(one => one !== body);
      writeBox();
    }
  } catch (wait) {
    if (wait > 0) setTimeout(flush, wait * 1000);
  }
  flushing = false;
}

// Before tags run on a page: has somebody stopped them elsewhere? A second at most; what was known before counts after it.
async function askAgain() {
  readBox();
  if (!state || !endpoint || !box.last) return;
  await Promise.race([send(box.last).catch(() => {}), new Promise(resolve => { setTimeout(resolve, 1000); })]);
}
