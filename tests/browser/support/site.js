// Pages as a site owner writes them, with the lines the program shows.

import { SITE } from './world.js';

const ENTITIES = { '&#60;': '<', '&lt;': '<', '&#62;': '>', '&gt;': '>', '&#34;': '"', '&quot;': '"', '&#39;': '\'', '&#38;': '&', '&amp;': '&' };

// The stub and the script by what is in it, with its integrity, as `/{service}/consent` shows them.
export async function lines(world, service, language = 'ja') {
  const page = await fetch(new URL(`/${service}/consent?lang=${language}`, world.program)).then(answer => answer.text());
  const [, shown] = page.match(/<pre[^>]*><code>((?:&#60;|&lt;)script[^]*?)<\/code>/);
  return shown.replace(/&(#\d+|\w+);/g, entity => ENTITIES[entity]);
}

// Every tag of the website, as the published list says it.
export async function listed(world, service) {
  const list = await fetch(new URL(`/${service}/external.json`, world.program)).then(answer => answer.json());
  return list.tags.map(tag => ({ id: tag.id, category: tag.category, ...tag.required, ...tag.further })).filter(tag => tag.on.includes('web'));
}

export const html = (head, body = '', language = 'ja') => `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${SITE}</title>
${head}</head><body><main><h1>りんごの店</h1><p>今朝とれたりんごをお届けします。</p>${body}</main></body></html>`;

// A script that waits for its tag.
export const waiting = (category, service, address, more = '') =>
  `<script type="text/plain" data-category="${category}" data-service="${service}" data-src="${address}" ${more}></script>\n`;

// A page with all the tags of a service, each by its first host; their code keeps the cookies that are declared.
export function everyTag(tags, head, language) {
  const cookies = {};
  for (const tag of tags) if (tag.hosts.length) cookies[tag.hosts[0]] = tag.cookies.map(one => one.name.replace('*', 'X1'));
  const code = tags.filter(tag => tag.hosts.length).map(tag => waiting(tag.category, tag.id, `https://${tag.hosts[0]}/tag.js`));
  return html(`<script>window.vendorCookies = ${JSON.stringify(cookies)}</script>` + head + code.join(''), '', language);
}

export const hostsOf = (tags, which) => tags.filter(tag => tag.hosts.length && which(tag)).map(tag => tag.hosts[0]).sort();
