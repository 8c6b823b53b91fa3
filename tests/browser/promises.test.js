// What the policies promise about tags, shown in a browser: each scenario is named by its promise and walked in both languages, on
// a wide window and on a telephone.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { program as azukari, root } from './support/program.js';
import { PHONE, WIDE, picture, visitor } from './support/browser.js';
import { again, open, reloading, stage } from './support/stage.js';
import { everyTag, hostsOf, html, lines, listed, waiting } from './support/site.js';
import { SITE } from './support/world.js';

const all = stage();
const WALKS = [['ja', WIDE], ['ja', PHONE], ['en', WIDE], ['en', PHONE]];

// Walks a scenario once for each language and size, each time as somebody new.
async function walk(service, scenario) {
  for (const [language, viewport] of WALKS) {
    all.world.forget();
    const context = await visitor(all.browser, { language, viewport });
    const name = `${language}-${viewport.width}`;
    try {
      await scenario({ context, language, name, head: await lines(all.world, service, language), list: `https://${SITE}/${service}/external?lang=${language}` });
    } finally {
      await context.close();
    }
  }
}

// Opens a category's tags on the page of the list, and turns one of them.
async function turn(page, category, tag, isOn) {
  const section = page.locator('.az-place .pm__section', { has: page.locator(`.section__toggle[value="${category}"]`) });
  if (!await section.locator('details').evaluate(one => one.open)) await section.locator('summary').click();
  await section.locator(`.az-tag[value="${tag}"]`).setChecked(isOn);
}

test('sessa_8_analysis_and_advertising_are_listed_and_each_is_switched_off_here', () => walk('sessa', async ({ context, language, name, head, list }) => {
  const { world } = all;
  const [analytics, advertising] = ['www.googletagmanager.com', 'tag.ad-server.example'];
  const shop = world.page('/', html(head + waiting('analytics', 'google-analytics', `https://${analytics}/gtag/js`) + waiting('marketing', 'ad-server-tag', `https://${advertising}/ad.js`), '', language));
  const page = await open(context, shop);
  assert.deepEqual(world.hosts(), [advertising, analytics].sort(), 'they load until they are refused');

  await again(page, list);
  for (const tag of ['google-analytics', 'ad-server-tag']) {
    const said = await page.locator(`#${tag}`).innerText();
    for (const fact of language === 'ja' ? ['送信される情報', '送信先', '当社の利用目的', '送信先の利用目的'] : ['What is sent', 'Who gets it', 'What we use it for', 'What they use it for']) {
      assert.ok(said.includes(fact), `${tag} says ${fact}`);
    }
  }
  await picture(page, `external-${name}`);
  for (const [off, on] of [['google-analytics', 'ad-server-tag'], ['ad-server-tag', 'google-analytics']]) {
    await turn(page, off === 'google-analytics' ? 'analytics' : 'marketing', off, false);
    await turn(page, on === 'google-analytics' ? 'analytics' : 'marketing', on, true);
    await page.click('.az-place [data-role=save]');
    world.forget();
    await again(page, shop);
    assert.deepEqual(world.hosts(), [on === 'google-analytics' ? analytics : advertising], `${off} is off, ${on} is on`);
    await again(page, list);
  }
}));

// A tag that says it does not identify and is given an item that does: the policy does not check.
async function identifying(service, from, to) {
  const policies = mkdtempSync(path.join(tmpdir(), 'azukari-policies-'));
  cpSync(path.join(root, 'policies'), policies, { recursive: true });
  const file = path.join(policies, service, 'policy.toml');
  const text = readFileSync(file, 'utf8');
  assert.ok(text.includes(from));
  writeFileSync(file, text.replace(from, to));
  return new Promise(resolve => {
    execFile(azukari, ['check', path.join(policies, service), '--format', 'json'], { encoding: 'utf8' }, (error, out) => resolve({ exit: error ? error.code : 0, out }));
  });
}

// Of the address of a page only the path is reported, without what may be a person's.
async function reportedPage(context, head, language) {
  const { world } = all;
  const page = await open(context, world.page('/members/taro@example.jp/orders/20261130', html(head, '', language)) + '?mail=taro@example.jp#taro');
  await page.click('.cm__btn[data-role=necessary]');
  await page.waitForFunction(() => document.cookie.includes('cc_cookie='));
  await page.evaluate(() => fetch('/fence'));
  assert.equal(world.choices.length, 1);
  assert.equal(world.choices[0].body.page, '/members/*/orders/*');
  assert.ok(!world.choices[0].text.includes('taro'));
}

test('sessa_12_a_tag_that_does_not_identify_is_given_nothing_that_does', async () => {
  const { exit, out } = await identifying('sessa', 'google-analytics = "analytics"', 'google-analytics = { category = "analytics", also-sends = ["email"] }');
  assert.equal(exit, 1);
  assert.match(out, /tag-identifies/);
  await walk('sessa', ({ context, head, language }) => reportedPage(context, head, language));
});

test('onplanetz_13_modules_are_listed_with_their_provider_and_what_is_not_listed_does_not_load', () => walk('onplanetz', async ({ context, head, language, list }) => {
  const { world } = all;
  const page = await open(context, world.page('/', html(head
    + waiting('analytics', 'google-analytics', 'https://www.googletagmanager.com/gtag/js')
    + waiting('analytics', 'google-analytics', 'https://stats.nobody-listed.example/x.js')
    + waiting('analytics', 'nobody-listed', 'https://www.google-analytics.com/analytics.js')
    + waiting('comfort', '', 'https://www.google-analytics.com/other.js')
    + `<script>
      const late = document.createElement('script'); late.src = 'https://late.nobody-listed.example/x.js'; document.head.append(late);
      new Image().src = 'https://pixel.nobody-listed.example/x.gif';
      fetch('https://call.nobody-listed.example/').catch(() => {});
      navigator.sendBeacon('https://beacon.nobody-listed.example/', 'x');
    </script>`, '<img data-category="analytics" data-src="https://picture.nobody-listed.example/x.gif" alt="">', language)));
  await page.click('.cm__btn[data-role=all]');
  await again(page);
  assert.deepEqual(world.hosts(), ['www.googletagmanager.com']);
  assert.ok(world.log.every(one => one.host === 'www.googletagmanager.com'));
  assert.ok([...context.asked].every(host => !host.includes('nobody-listed')), 'none was even begun');
  await again(page, list);
  assert.match(await page.locator('#google-analytics').innerText(), /Google/);
  assert.equal(await page.locator('#google-analytics a[href^="http://www.google.com/intl/ja/policies/privacy"]').count(), 1);
}));

test('onplanetz_21_modules_collect_nothing_that_identifies', async () => {
  const { exit, out } = await identifying('onplanetz', 'name     = { ja = "Google アナリティクス（Google Inc.）"', 'also-sends = ["email"]\nname     = { ja = "Google アナリティクス（Google Inc.）"');
  assert.equal(exit, 1);
  assert.match(out, /tag-identifies|unknown-id/);
  await walk('onplanetz', ({ context, head, language }) => reportedPage(context, head, language));
});

test('mobile_10_only_listed_parties_set_cookies_and_a_browser_that_refuses_gets_none_of_the_refusable', () => walk('mobile-planning', async ({ context, head, language, list }) => {
  const { world } = all;
  const tags = await listed(world, 'mobile-planning');
  const names = which => tags.filter(tag => tag.hosts.length && which(tag)).flatMap(tag => tag.cookies.map(one => one.name.replace('*', 'X1'))).sort();
  const isAlways = tag => tag.load === 'always' && tag.pages.includes('all');
  const cookies = async () => [...new Set((await context.cookies(`https://${SITE}/`)).map(one => one.name))].filter(name => name !== 'cc_cookie').sort();
  const page = await open(context, world.page('/', everyTag(tags, head, language)));
  await page.click('.cm__btn[data-role=all]');
  await again(page);
  await page.waitForFunction(count => window.ran.length === count, hostsOf(tags, tag => tag.pages.includes('all')).length);
  assert.deepEqual(world.hosts(), hostsOf(tags, tag => tag.pages.includes('all')), 'after a yes all of this page');
  assert.deepEqual(await cookies(), [...new Set(names(tag => tag.pages.includes('all')))], 'theirs, and no others');
  await reloading(page, () => page.evaluate(() => AzukariConsent.rejectAll()));
  world.forget();
  await again(page);
  assert.deepEqual(world.hosts(), hostsOf(tags, isAlways));
  assert.deepEqual(await cookies(), names(isAlways), 'those of the refused are gone');
  await again(page, list);
  for (const tag of tags.filter(tag => tag.policy)) assert.ok(await page.locator(`#${tag.id} a[href^="${tag.policy}"]`).count() > 0, `${tag.id} links its notice`);
}));

test('mobile_11_remarketing_ends_here_at_each_provider_and_at_the_network_advertising_initiative', () => walk('mobile-planning', async ({ context, head, language, list }) => {
  const { world } = all;
  const tags = (await listed(world, 'mobile-planning')).filter(tag => tag.category === 'marketing' && tag.hosts.length);
  const page = await open(context, list);
  for (const tag of tags) {
    for (const way of tag['opt-out']) assert.ok(await page.locator(`#${tag.id} a[href="${way}"]`).count() > 0, `${tag.id}: ${way}`);
    assert.ok(tag['opt-out'].some(way => way.includes('networkadvertising.org')));
  }
  for (const tag of tags.filter(tag => ['google-ads', 'yahoo-ads', 'criteo'].includes(tag.id))) {
    const sent = tag.sends.map(one => one.id);
    for (const item of ['access-route', 'product-code', 'order-number']) assert.ok(sent.includes(item), `${tag.id} is listed with ${item}`);
  }
  const shop = world.page('/', everyTag(tags, head, language));
  await again(page, shop);
  assert.deepEqual(world.hosts(), hostsOf(tags, tag => tag.load === 'until-refused'));
  await again(page, list);
  await page.locator('.az-place .section__toggle[value=marketing]').setChecked(true);
  await page.locator('.az-place .section__toggle[value=marketing]').setChecked(false);
  await page.click('.az-place [data-role=save]');
  world.forget();
  await again(page, shop);
  assert.deepEqual(world.hosts(), []);
}));

test('mobile_13_google_analytics_and_mouseflow_are_listed_and_switched_off_one_by_one', () => walk('mobile-planning', async ({ context, head, language, list }) => {
  const { world } = all;
  const tags = (await listed(world, 'mobile-planning')).filter(tag => tag.category === 'analytics');
  assert.deepEqual(tags.map(tag => tag.id), ['google-analytics', 'mouseflow']);
  const shop = world.page('/', everyTag(tags, head, language));
  const page = await open(context, shop);
  assert.deepEqual(world.hosts(), hostsOf(tags, () => true));
  await again(page, list);
  for (const tag of tags) assert.ok(tag['opt-out'].length > 0 && await page.locator(`#${tag.id} a[href="${tag['opt-out'][0]}"]`).count() > 0);
  assert.match(await page.locator('#mouseflow').innerText(), language === 'ja' ? /キー入力/ : /key/i);
  await turn(page, 'analytics', 'mouseflow', false);
  await page.click('.az-place [data-role=save]');
  world.forget();
  await again(page, shop);
  assert.deepEqual(world.hosts(), ['www.googletagmanager.com']);
}));

test('mobile_14_social_plug_ins_are_held_back_until_they_are_allowed', () => walk('mobile-planning', async ({ context, head, language, name }) => {
  const { world } = all;
  const host = 'plugin.social-network.example';
  const page = await open(context, world.page('/', html(head + waiting('social', 'social-plugin', `https://${host}/buttons.js`),
    `<iframe title="post" data-category="social" data-service="social-plugin" data-src="https://${host}/post" width="320" height="180"></iframe>`, language)));
  assert.deepEqual(world.hosts(), []);
  assert.equal(context.asked.size, 0);
  await picture(page, `held-${name}`);
  await page.click('.az-holder button');
  await page.frameLocator('iframe').locator('p').waitFor();
  assert.deepEqual(world.hosts(), [host]);
  assert.ok(world.log.some(one => one.path === '/post') && world.log.some(one => one.path === '/buttons.js'));
}));

test('mobile_16_recaptcha_is_listed_and_runs_on_every_platform_it_is_listed_for', () => walk('mobile-planning', async ({ context, head, language, list }) => {
  const { world } = all;
  const page = await open(context, world.page('/', html(head + waiting('necessary', 'recaptcha', 'https://www.google.com/recaptcha/api.js'), '', language)));
  await page.click('.cm__btn[data-role=necessary]');
  world.forget();
  await again(page);
  assert.deepEqual(world.hosts(), ['www.google.com'], 'it guards forms for whoever refuses the rest too');
  await again(page, list);
  const said = await page.locator('#recaptcha').innerText();
  assert.match(said, /reCAPTCHA/);
  assert.match(said, language === 'ja' ? /iOSアプリ/ : /iOS app/);
  assert.equal(await page.locator('#recaptcha a[href="https://policies.google.com/privacy"]').count(), 1);
}));
