// What only the program itself has: a scanner that it reads, a folder of pictures.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { picture_of } from './pictures.mjs';
import { Scanner } from './scanner.mjs';

const plug = (till) => new Scanner(join(till.folder, 'scanner'));

/** The page listens once it was told where to begin: what is scanned before that is nobody's. */
async function listening(till, act) {
  const asked = till.page.waitForRequest((request) => request.url().includes('/api/scans?'));
  await act();
  await asked;
}

/** As a clerk signs in, with a scanner instead of keys. */
async function sign_in(till) {
  await listening(till, () => till.open()); // so that the next to listen is the clerk's page
  await till.primary();
  await till.screen('signin');
  await till.page.click(`input[name=officer][value=${till.fixture.officer}]`);
  await till.page.fill('input[name=pin]', till.fixture.pin);
  const listens = till.page.waitForResponse((response) => (
    response.url().endsWith('/api/scans') && response.status() === 200));
  await listening(till, () => till.primary());
  await listens;
  await till.screen('card');
}

async function to_balance(till, scanner) {
  await sign_in(till);
  scanner.read(till.fixture.card);
  await till.screen('identity');
  await till.page.fill('input[name=answer]', till.fixture.answer);
  await till.primary();
  await till.screen('balance');
}

async function whole_visit(till) {
  const scanner = plug(till);
  await to_balance(till, scanner);
  scanner.read(till.fixture.sku);
  await till.screen('cart');
  await till.total(till.fixture.total);
  // Whatever has the focus, no key of the scanner comes there.
  await till.page.focus('input[name=filter]');
  scanner.read(till.fixture.sku);
  await till.total(2 * Number(till.fixture.total));
  assert.equal(await till.page.inputValue('input[name=filter]'), '');
  scanner.read('6901234567892');
  await till.failure('goods.unknown');
  scanner.misread();
  await till.failure('scan.unread');
  assert.equal(await till.text('#total'), String(2 * Number(till.fixture.total)));
  await till.primary();
  await till.screen('confirm');
  scanner.read(till.fixture.sku);
  await till.failure('scan');
  assert.equal(await till.page.evaluate(() => document.documentElement.dataset.screen), 'confirm');
}

async function tried_at_the_start(till) {
  const scanner = plug(till);
  await listening(till, () => till.open());
  scanner.read('ABC-123/x:7');
  await till.page.waitForSelector('.checks :text("ABC-123/x:7")');
  await till.primary();
  await till.screen('signin');
  scanner.read(till.fixture.card);
  await till.failure('scan'); // it is no PIN
}

async function once_over_a_reload(till) {
  const scanner = plug(till);
  await to_balance(till, scanner);
  scanner.read(till.fixture.sku);
  await till.screen('cart');
  await till.total(till.fixture.total);
  await listening(till, () => till.page.reload());
  await till.screen('cart');
  assert.equal(await till.text('#total'), till.fixture.total);
  scanner.read(till.fixture.sku);
  await till.total(2 * Number(till.fixture.total));
}

/** The answer with a scan is lost on its way, and the page asks again. */
async function once_over_a_lost_answer(till) {
  const scanner = plug(till);
  await to_balance(till, scanner);
  await till.primary();
  await till.screen('cart');
  await till.page.evaluate(() => {
    const real = window.fetch;
    window.fetch = async (url, ...rest) => {
      const answer = await real(url, ...rest);
      if (!String(url).includes('scans?') || !(await answer.clone().text()).includes('code'))
        return answer;
      window.fetch = real;
      throw new TypeError('lost');
    };
  });
  await listening(till, async () => scanner.read('nobody.has.this')); // ends the question under way
  await till.failure('goods.unknown');
  scanner.read(till.fixture.sku);
  await till.total(till.fixture.total);
  scanner.read(till.fixture.sku);
  await till.total(2 * Number(till.fixture.total));
}

async function one_of_two_pages(till) {
  const scanner = plug(till);
  await to_balance(till, scanner);
  const second = await till.page.context().newPage();
  const asked = second.waitForRequest((request) => request.url().includes('/api/scans?'));
  await second.goto(till.url);
  await asked;
  await second.waitForSelector('html[data-screen="balance"] h1');
  scanner.read(till.fixture.sku);
  await second.waitForFunction((expected) => (
    document.getElementById('total')?.textContent === expected), till.fixture.total);
  assert.equal(await till.page.evaluate(() => document.documentElement.dataset.screen), 'balance');
  await listening(till, () => till.page.mouse.click(5, 300)); // back at the first
  scanner.read(till.fixture.other);
  await till.screen('cart');
  await till.page.waitForSelector(`.line[data-sku=${till.fixture.other}]`);
}

async function plugged_in_again(till) {
  const scanner = plug(till);
  await sign_in(till);
  scanner.pull();
  await till.page.waitForSelector('#scanner-away');
  await till.page.screenshot({ path: `${till.shots}/wide-scanner-away.png` });
  scanner.put_back();
  await till.page.waitForSelector('#scanner-away', { state: 'detached' });
  scanner.read(till.fixture.card);
  await till.screen('identity');
}

async function pictures(till) {
  const put = (name, bytes) => writeFileSync(join(till.folder, 'pictures', name), bytes);
  put(`${till.fixture.sku}.png`, picture_of(till.fixture.sku));
  put(`${till.fixture.other}.jpg`, '<svg onload="alert(1)">');
  await to_balance(till, plug(till));
  await till.primary();
  await till.screen('cart');
  const tile = (sku) => till.page.locator(`.goods[data-sku=${sku}] .picture`);
  await till.page.waitForFunction((sku) => (
    document.querySelector(`.goods[data-sku=${sku}] img`)?.naturalWidth === 240), till.fixture.sku);
  assert.equal(await tile(till.fixture.other).evaluate((each) => each.tagName), 'SPAN');
  await till.page.click(`.goods[data-sku=${till.fixture.sku}]`);
  await till.total(till.fixture.total);
  await till.page.screenshot({ path: `${till.shots}/wide-pictures.png` });
  await till.primary();
  await till.screen('confirm');
  assert.equal(await till.page.locator('.line img.picture').count(), 1);
}

export const tests = [
  { name: 'a visit with a scanner that the program reads', body: whole_visit, real: true },
  { name: 'the scanner is tried before anybody signs in', body: tried_at_the_start, real: true },
  { name: 'a scan counts once over a reload of the page', body: once_over_a_reload, real: true },
  { name: 'a scan counts once when its answer is lost', body: once_over_a_lost_answer, real: true },
  { name: 'of two pages one gets a scan', body: one_of_two_pages, real: true },
  { name: 'a scanner is unplugged and plugged in again', body: plugged_in_again, real: true },
  { name: 'goods are chosen by their pictures', body: pictures, real: true },
];
