// What every file of tests stands on: the real program, the world around it, a browser in between.

import { after, before } from 'node:test';
import { start } from './program.js';
import { World } from './world.js';
import { launch, settled } from './browser.js';

export function stage(policies) {
  const all = {};
  before(async () => {
    all.program = await start(policies);
    all.world = await new World(all.program.url).open();
    all.browser = await launch(all.world);
  });
  after(async () => {
    await all.browser?.close();
    await all.world?.close();
    await all.program?.stop();
  });
  return all;
}

// A page that has begun to send whatever it was to send.
export async function open(context, address) {
  const page = await context.newPage();
  page.faults = [];
  page.on('pageerror', error => page.faults.push(error.message));
  await page.goto(address);
  await settled(page);
  return page;
}

export async function again(page, address = page.url()) {
  await page.goto(address);
  await settled(page);
}

// Does what ends in a new load of the page, as taking back what ran does.
export async function reloading(page, act) {
  await Promise.all([page.waitForEvent('load'), act()]);
  await settled(page);
}

export const consentCookie = async context => {
  const found = (await context.cookies()).find(one => one.name === 'cc_cookie');
  return found && JSON.parse(decodeURIComponent(found.value));
};
