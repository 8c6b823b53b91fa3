// The outside world on one loopback port: the site under test, and a stand-in for every other host. Its log is the truth.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import https from 'node:https';
import http from 'node:http';
import path from 'node:path';

export const SITE = 'www.shop.example';
// Whom the browser itself calls, with or without a page.
const OF_THE_BROWSER = /(^|\.)(accounts\.google|clients\d*\.google|googleapis|gvt1)\.com$/;
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

// Code as vendors write it: keeps a cookie, calls home in every way at once, and once more when the page is left.
const vendorCode = host => `
(window.ran = window.ran || []).push(${JSON.stringify(host)});
for (const name of (window.vendorCookies || {})[${JSON.stringify(host)}] || []) document.cookie = name + '=1; Path=/; Max-Age=1000; Domain=shop.example';
localStorage.setItem('_ga_store', '1');
window.callHome = window.callHome || {};
window.callHome[${JSON.stringify(host)}] = how => {
  const to = what => 'https://${host}/' + what + '?from=' + how;
  fetch(to('fetch'), { mode: 'no-cors' }).catch(() => {});
  new Image().src = to('pixel.gif');
  navigator.sendBeacon(to('beacon'), 'x');
};
window.callHome[${JSON.stringify(host)}]('start');
addEventListener('pagehide', () => navigator.sendBeacon('https://${host}/leaving', 'x'));
`;

function certificate() {
  const folder = mkdtempSync(path.join(tmpdir(), 'azukari-browser-'));
  const [key, cert] = ['key.pem', 'cert.pem'].map(name => path.join(folder, name));
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '30',
    '-subj', '/CN=stand-in', '-keyout', key, '-out', cert], { stdio: 'ignore' });
  return { key: readFileSync(key), cert: readFileSync(cert) };
}

const read = request => new Promise(resolve => {
  const parts = [];
  request.on('data', part => parts.push(part));
  request.on('end', () => resolve(Buffer.concat(parts)));
});

export class World {
  // Requests that reached somebody else, and choices that reached the site.
  log = [];
  choices = [];
  #pages = new Map();
  #answers = [];

  constructor(programUrl) {
    this.program = new URL(programUrl);
    this.server = https.createServer(certificate(), (request, response) => this.#answer(request, response));
  }

  async open() {
    await new Promise(done => { this.server.listen(0, '127.0.0.1', done); });
    this.port = this.server.address().port;
    return this;
  }

  close() {
    this.server.closeAllConnections();
    return new Promise(done => { this.server.close(done); });
  }

  // What the site shows at a path.
  page(at, html, headers = {}) {
    this.#pages.set(at, { html, headers });
    return `https://${SITE}${at}`;
  }

  // The next choices are answered so, instead of by the program; `null` cuts the line.
  answerChoices(...answers) {
    this.#answers = answers;
  }

  // A new visitor, told from those before, who may still be leaving; how their browser calls itself.
  welcome() {
    this.visitor = `Visitor/${(this.number = (this.number || 0) + 1)}`;
    this.forget();
    return `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36 ${this.visitor}`;
  }

  forget() {
    this.log = [];
    this.choices = [];
  }

  hosts() {
    return [...new Set(this.log.map(one => one.host))].sort();
  }

  async #answer(request, response) {
    const host = (request.headers.host || '').split(':')[0];
    const at = new URL(request.url, 'https://' + host).pathname;
    const body = await read(request);
    if (host === SITE || host === 'shop.example') return this.#site(request, response, at, body);
    if (OF_THE_BROWSER.test(host)) return response.writeHead(404).end();
    if ((request.headers['user-agent'] || '').endsWith(this.visitor)) this.log.push({ host, path: at, method: request.method, url: request.url });
    const kind = at.endsWith('.js') ? 'text/javascript' : at.endsWith('.gif') ? 'image/gif' : 'text/html';
    const text = at.endsWith('.gif') ? PIXEL : at.endsWith('.js') ? vendorCode(host) : `<p>${host}</p>`;
    response.writeHead(200, { 'content-type': kind, 'access-control-allow-origin': '*', 'cache-control': 'no-store' });
    response.end(text);
  }

  #site(request, response, at, body) {
    if (at === '/fence') return response.writeHead(204).end();
    const page = this.#pages.get(at);
    if (page) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...page.headers });
      return response.end(page.html);
    }
    if (request.method === 'POST' && at.endsWith('/choices')) {
      this.choices.push({ body: JSON.parse(body), text: body.toString(), headers: request.headers });
      if (this.#answers.length) {
        const answer = this.#answers.length > 1 ? this.#answers.shift() : this.#answers[0];
        if (!answer) return request.socket.destroy();
        response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
        return response.end(JSON.stringify(answer.body || {}));
      }
    }
    // The program answers under the site's own name, as behind a reverse proxy.
    const headers = { ...request.headers, host: SITE };
    const passed = http.request({ host: this.program.hostname, port: this.program.port, method: request.method, path: request.url, headers }, answer => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    return passed.end(body);
  }
}
