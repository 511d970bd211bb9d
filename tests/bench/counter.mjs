// The browser's part of counter.py: signs in at a counter that runs, then scans one card after the
// other. Prints what it saw as one JSON object.
//   node tests/bench/counter.mjs '{"url", "chromium", "officer", "pin", "cards": [{card, words}]}'
// Prints {"bytes", "sent", "requests", "outside", "scans"}: bytes of the answers that the page got
// until the card screen was shown, and of its requests, both with headers; how many requests; URLs
// that are not the counter's; seconds of each scan.
import assert from 'node:assert/strict';
import { Till, chromium, sizes } from '../counter/harness.mjs';

const told = JSON.parse(process.argv[2]);

/** In the page: the seconds from the last Enter to the first frame that shows a question. */
function watch() {
  let entered = 0;
  window.addEventListener('keydown', ({ key }) => {
    if (key === 'Enter') entered = performance.now();
  }, true);
  const painted = (then) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = then; // a task asked for in a frame's callback runs after that frame
    port2.postMessage('');
  });
  new MutationObserver((records) => {
    if (document.documentElement.dataset.screen !== 'identity') return;
    if (records.every(({ oldValue }) => oldValue === 'identity')) return;
    const since = entered;
    painted(() => { window.took = (performance.now() - since) / 1000; });
  }).observe(document, { subtree: true, attributeFilter: ['data-screen'], attributeOldValue: true });
}

/** All that the page asks for from now on. */
function listen(page) {
  const heard = { sizes: [], outside: [] };
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(told.url) && !url.startsWith('data:')) heard.outside.push(url);
  });
  page.on('requestfinished', (request) => {
    if (!request.url().startsWith('data:')) heard.sizes.push(request.sizes());
  });
  return heard;
}

async function summed(heard) {
  const all = await Promise.all(heard.sizes);
  const sum = (...kinds) => all.flatMap((each) => kinds.map((kind) => each[kind]))
    .reduce((one, other) => one + other, 0);
  return { bytes: sum('responseHeadersSize', 'responseBodySize'),
    sent: sum('requestHeadersSize', 'requestBodySize'), requests: all.length };
}

/** Scans a card on the card screen, sees whose it is, and goes back. */
async function scan(till, { card, words }) {
  await till.page.evaluate(() => { window.took = 0; });
  await till.scan(card);
  const took = await till.page.waitForFunction(() => window.took);
  assert.ok((await till.text('.person')).includes(words), `${card} shows somebody else`);
  await till.page.keyboard.press('Escape');
  await till.screen('card');
  return took.jsonValue();
}

// The sandbox of the browser needs a user who is not root; the page under test is our own.
const args = process.getuid() === 0 ? ['--no-sandbox'] : [];
const browser = await chromium.launch({ executablePath: told.chromium, args });
const page = await browser.newPage({ viewport: sizes.wide });
await page.addInitScript(watch);
const heard = listen(page);
const till = new Till(page, told.url, { officer: told.officer, pin: told.pin });
await till.sign_in();
await till.idle();
const sent = await summed(heard);
const scans = [];
for (const card of told.cards) scans.push(await scan(till, card));
await browser.close();
console.log(JSON.stringify({ ...sent, outside: heard.outside, scans }));
