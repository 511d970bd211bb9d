// How every screen looks: accessible, nothing cut off, large where it must be, in both languages.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { axe_path } from './harness.mjs';

/** Goes through every screen and calls `seen` on each. */
async function walk(till, query, seen) {
  const { page, fixture } = till;
  const at = async (name) => {
    await till.idle();
    await seen(name);
  };
  const leave = async (selector, screen) => {
    await page.click(selector);
    await till.screen(screen);
  };
  await till.open(query);
  await at('00-start');
  await leave('#primary', 'signin');
  await page.click(`input[name=officer][value=${fixture.officer}]`);
  await page.fill('input[name=pin]', '000000');
  await page.click('#primary');
  await till.failure('pin.wrong');
  await at('01-signin');
  await page.fill('input[name=pin]', fixture.pin);
  await leave('#primary', 'card');
  await page.fill('input[name=search]', '组');
  await page.waitForSelector('.row');
  await at('02-card');
  await till.scan(fixture.card);
  await till.screen('identity');
  await page.click('input[value=proxy]');
  await at('03-identity');
  await page.click('input[value=self]');
  await page.fill('input[name=answer]', fixture.answer);
  await leave('#primary', 'balance');
  await at('04-balance');
  await leave('#primary', 'cart');
  await at('05-cart-empty');
  await too_much(till, at);
  await leave('#primary', 'confirm');
  await at('06-confirm');
  await till.hold(() => till.screen('handover'));
  await at('07-handover');
  await page.reload();
  await till.screen('unresolved');
  await page.click('#not-handed');
  await at('00-unresolved');
  await leave('#primary', 'card');
  await desk(till, at, leave);
}

/** A cart with a line over its limit, then the same put right. */
async function too_much(till, at) {
  const { page } = till;
  await till.put('G17', '30');
  await till.put('G18', '54');
  await till.put('G19', '119');
  await till.put('G19', '184');
  await at('05-cart');
  await page.click('#primary');
  await till.screen('confirm');
  await at('06-confirm-short');
  await page.click('.line[data-sku=G19] .plain');
  await page.waitForSelector('.band.bad', { state: 'detached' });
  await page.click('.backs .plain');
  await till.screen('cart');
}

async function desk(till, at, leave) {
  const { page } = till;
  await leave('.backs .plain >> nth=0', 'records');
  await at('09-records');
  await leave('#primary', 'return');
  await page.click('.lines .stepper button >> nth=1');
  await page.click('input[name=reason] >> nth=0');
  await page.click('#primary');
  await till.failure('supervisor.needed');
  await at('09-return');
  await leave('.backs .plain >> nth=0', 'records');
  await leave('.backs .plain', 'card');
  await leave('.backs .plain >> nth=2', 'close');
  for (const input of await page.locator('.count input').all()) await input.fill('11');
  await page.fill('input[name=second_officer]', till.fixture.second.officer);
  await page.fill('input[name=second_pin]', till.fixture.second.pin);
  await page.click('#primary');
  await till.failure('count.reason');
  await at('10-close');
  for (const each of await page.locator('.differs + label select').all())
    await each.selectOption({ index: 1 });
  await page.click('#primary');
  await page.waitForSelector('#root');
  await at('10-closed');
  await leave('#primary', 'card');
  await leave('.backs .plain >> nth=1', 'goodsin');
  await page.click('#more');
  await at('11-goodsin');
  await leave('.backs .plain', 'card');
  await leave('.backs .plain >> nth=3', 'shelf');
  await at('12-shelf');
  await leave('#primary', 'card');
  await receipt(till, at);
}

async function receipt(till, at) {
  const { page, fixture } = till;
  await till.scan(fixture.card);
  await till.screen('identity');
  await page.fill('input[name=answer]', fixture.answer);
  await page.click('#primary');
  await till.screen('balance');
  await till.scan('G04');
  await till.screen('cart');
  await page.waitForSelector('#total:text("3")');
  await page.click('#primary');
  await till.screen('confirm');
  await till.hold(() => till.screen('handover'));
  await page.click('#primary');
  await till.screen('receipt');
  await page.waitForSelector('#copies:has-text("1")');
  await at('08-receipt');
}

/** What axe finds wrong, one line each. */
async function violations(page) {
  await page.evaluate(readFileSync(axe_path, 'utf8'));
  const found = await page.evaluate(async () => (await window.axe.run()).violations
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}\n${node.failureSummary}`)));
  return found;
}

/** Nothing hangs over the side; the one primary button lies bottom right and wholly in sight. */
async function layout(page, name) {
  const { width, height } = page.viewportSize();
  const wide = await page.evaluate(() => [...document.querySelectorAll('#page *')]
    .filter((each) => !each.closest('svg') && !each.closest('.hidden'))
    .filter((each) => each.getBoundingClientRect().right > window.innerWidth + 1)
    .map((each) => each.outerHTML.slice(0, 120)));
  assert.deepEqual(wide, [], name);
  const cut = await page.evaluate(() => [...document.querySelectorAll('button, .fact, h1')]
    .filter((each) => each.scrollWidth > each.clientWidth + 2 && each.clientWidth > 1)
    .map((each) => each.outerHTML.slice(0, 120)));
  assert.deepEqual(cut, [], `${name}: text wider than its box`);
  const primary = page.locator('.primary');
  assert.ok((await primary.count()) <= 1, name);
  if (!(await primary.count())) return;
  const box = await primary.boundingBox();
  assert.ok(box.x + box.width > width - 40 && box.x + box.width <= width, `${name}: right`);
  assert.ok(box.y + box.height > height - 40 && box.y + box.height <= height, `${name}: bottom`);
}

/** 18 mm and 22 pt: 68 and 29.3 CSS pixels. Text is measured where it is drawn. */
async function large(page, name) {
  const small = await page.evaluate(() => [...document.querySelectorAll(
    'button, input:not([type=checkbox]):not([type=radio]), select, .tile, .restriction')]
    .map((each) => [each.getBoundingClientRect(), each])
    .filter(([{ width, height }]) => width > 0 && (width < 68 || height < 68))
    .map(([, each]) => each.outerHTML.slice(0, 120)));
  assert.deepEqual(small, [], `${name}: targets`);
  const fine = await page.evaluate(() => [...document.querySelectorAll('#page *')]
    .filter((each) => each.getClientRects().length && !each.closest('.hidden, .signed'))
    .filter((each) => [...each.childNodes].some((node) => node.nodeType === 3 &&
      node.textContent.trim()))
    .filter((each) => parseFloat(getComputedStyle(each).fontSize) < 29)
    .map((each) => each.outerHTML.slice(0, 120)));
  assert.deepEqual(fine, [], `${name}: text`);
}

const look = (query, size, more = async () => undefined) => async (till) => {
  const { page } = till;
  const wrong = [];
  await walk(till, query, async (name) => {
    const kind = `${size}${query.replace(/[?&=]/g, '-')}`;
    await page.screenshot({ path: `${till.shots}/${kind}-${name}.png` });
    await layout(page, name);
    await more(page, name);
    wrong.push(...(await violations(page)).map((each) => `${name}: ${each}`));
  });
  assert.deepEqual(wrong, []);
};

const elder = async (page, name) => {
  await large(page, name);
  if (name === '04-balance')
    assert.ok(await page.evaluate(() => parseFloat(getComputedStyle(
      document.querySelector('#available')).fontSize) >= 64));
};

/** Only data (names, goods) is Chinese when English is chosen. */
const english = async (page, name) => {
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  const words = await page.evaluate(() => [...document.querySelectorAll(
    'h1, .actions button, .steps li, legend, dt, .field > span, .lead, .hint, .notice')]
    .map((each) => each.innerText).filter((text) => /\p{Script=Han}/u.test(text)));
  const data = /^Points of|（|G\d\d/;
  assert.deepEqual(words.filter((text) => !data.test(text)), [], name);
};

async function switched(till) {
  await till.to_cart();
  await till.put(till.fixture.sku, till.fixture.total);
  await till.page.click('#lang');
  await till.page.waitForSelector('h1:has-text("Scan goods")');
  assert.equal(await till.text('#total'), till.fixture.total);
  assert.match(await till.page.title(), /counter$/);
  await till.page.click('#elder');
  await till.page.waitForSelector('html.elder');
  await till.page.click('#lang');
  await till.page.waitForSelector('h1:has-text("扫商品")');
}

async function household(till) {
  await till.to_cart();
  await till.put(till.fixture.sku, till.fixture.total);
  await till.page.goto(till.url + '?face=household');
  await till.page.waitForSelector('#total');
  await till.page.screenshot({ path: `${till.shots}/wide-household.png` });
  assert.deepEqual(await violations(till.page), []);
}

async function bands(till) {
  await till.page.request.get(
    till.url + 'mock/set?clock=0&read_only=1&rehearsal=1&printer=paper_out&scanner=away');
  await till.open('?elder');
  await till.page.screenshot({ path: `${till.shots}/small-elder-bands.png` });
  await layout(till.page, 'bands');
  assert.deepEqual(await violations(till.page), []);
}

export const tests = [
  { name: 'every screen at 1366x768', body: look('', 'wide'), mocked: true },
  { name: 'every screen at 1024x600', body: look('', 'small'), size: 'small', mocked: true },
  { name: 'every screen in English', body: look('?lang=en', 'small', english), size: 'small',
    mocked: true },
  { name: 'every screen in large text at 1366x768', body: look('?elder', 'wide', elder),
    mocked: true },
  { name: 'every screen in large text at 1024x600', body: look('?elder', 'small', elder),
    size: 'small', mocked: true },
  { name: 'every screen in large English', body: look('?elder&lang=en', 'small', elder),
    size: 'small', mocked: true },
  { name: 'language and size change in the middle of a cart', body: switched },
  { name: 'the window of the household', body: household },
  { name: 'the bands in large text', body: bands, size: 'small', mocked: true },
];
