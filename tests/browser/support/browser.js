// An installed Chromium whose every name leads to the world of a test.

import { chromium } from 'playwright-core';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { root } from './program.js';

const pictures = process.env.AZUKARI_PICTURES || path.join(root, 'target/browser-tests');

export const WIDE = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

export async function launch(world) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: [`--host-resolver-rules=MAP * 127.0.0.1:${world.port},EXCLUDE 127.0.0.1,EXCLUDE *.localhost`, '--ignore-certificate-errors', '--no-sandbox', '--disable-gpu',
      '--disable-component-update', '--disable-background-networking', '--no-proxy-server'],
  });
  browser.world = world;
  return browser;
}

// A visitor of their own: nothing of another's, and the world's log is about them from now on. `gpc`: their browser asks not to be shared.
export async function visitor(browser, { language = 'ja', viewport = WIDE, gpc = false, ...more } = {}) {
  const userAgent = browser.world.welcome();
  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: language, viewport, userAgent, ...more });
  context.setDefaultTimeout(15000);
  // Hosts of others that any page of this visitor has asked for.
  context.asked = new Set();
  context.on('request', request => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol === 'https:' && !hostname.endsWith('shop.example')) context.asked.add(hostname);
  });
  if (gpc) await context.addInitScript(() => Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true }));
  return context;
}

export async function picture(page, name) {
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: path.join(pictures, name + '.png') });
}

// Whatever the page was to send it has begun to send: it is loaded, has had time for what waits for idle moments, and a request
// that begins now has been answered. Requests that only began are seen too (`asked`).
export async function settled(page) {
  await page.waitForLoadState('load');
  await page.evaluate(async () => {
    for (let turn = 0; turn < 3; turn += 1) await new Promise(resolve => { requestIdleCallback(resolve, { timeout: 500 }); });
    await fetch('/fence');
  });
}
