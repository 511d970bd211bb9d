// Every failure that the contract names, as the clerk sees it.
import assert from 'node:assert/strict';

const set = (till, what) => till.page.request.get(`${till.url}mock/${what}`);
const bands = (till) => till.text('.bands');

async function at_signin(till) {
  await till.open();
  await till.primary();
  await till.screen('signin');
  await till.page.click(`input[name=officer][value=${till.fixture.officer}]`);
}

const at_card = (till) => till.sign_in();
const scan_card = (till) => till.scan(till.fixture.card);
const scan_goods = (till) => till.scan(till.fixture.sku);
const confirm = (till) => till.hold(() => till.page.waitForSelector('.band.bad'));
const press = (till) => till.primary();

// code, status, facts, the route that answers, where, what is done, what is read, where it leads
const rows = [
  ['pin.wrong', 401, { wait_seconds: 4, tries_left: 2 }, 'session', at_signin, press,
    /2 次.*[1-4] 秒/],
  ['pin.locked', 423, { wait_seconds: 900 }, 'session', at_signin, press, /15 分钟/],
  ['session.none', 401, {}, 'card', at_card, scan_card, /session/, 'signin'],
  ['csrf', 403, {}, 'card', at_card, scan_card, /csrf/],
  ['origin', 403, {}, 'card', at_card, scan_card, /origin/],
  ['card.unknown', 409, {}, 'card', at_card, scan_card, /card/],
  ['card.stopped', 409, {}, 'card', at_card, scan_card, /card/],
  ['household.inactive', 409, {}, 'card', at_card, scan_card, /household/],
  ['village.mismatch', 409, {}, 'card', at_card, scan_card, /village/],
  ['bad_input', 400, { field: 'code' }, 'card', at_card, scan_card, /bad_input/],
  ['busy', 503, {}, 'card', at_card, scan_card, /busy/],
  ['identity.wrong', 403, { tries_left: 1 }, 'visit', (till) => till.to_identity(), press, /1 次/],
  ['identity.locked', 423, { wait_seconds: 600 }, 'visit', (till) => till.to_identity(), press,
    /10 分钟/],
  ['visit.open', 409, { household: '0301018' }, 'visit', (till) => till.to_identity(), press,
    /visit/, 'card'],
  ['points.minimum', 409, { minimum: '5.00' }, 'redemptions', (till) => till.to_confirm(), confirm,
    /满 5 分起兑/],
  ['objection.open', 409, {}, 'visit', (till) => till.to_identity(), press, /objection/],
  ['visit.none', 409, {}, 'cart', (till) => till.to_cart(), scan_goods, /visit/, 'card'],
  ['too_large', 413, {}, 'cart', (till) => till.to_cart(), scan_goods, /too_large/],
  ['disk.full', 507, {}, 'cart', (till) => till.to_cart(), scan_goods, /disk/],
  ['id.conflict', 409, {}, 'redemptions', (till) => till.to_confirm(), confirm, /conflict/],
  ['unresolved', 409, {}, 'redemptions', (till) => till.to_confirm(), confirm, /unresolved/],
  ['clock.wrong', 409, { last: '2026-04-09 17:02' }, 'redemptions', (till) => till.to_confirm(),
    confirm, /2026-04-09 17:02/],
  ['points.short', 409, { missing: '3.00' }, 'redemptions', (till) => till.to_confirm(), confirm,
    /还差 3 分/],
  ['goods.limit', 409, { left: '1', resets: '2026-05-01' }, 'redemptions',
    (till) => till.to_confirm(), confirm, /还可换 1.*2026 年 5 月 1 日起/],
  ['stock.short', 409, {}, 'redemptions', (till) => till.to_confirm(), confirm, /stock/],
  ['state.wrong', 409, {}, 'redemptions', (till) => till.to_handover(), press, /state/],
];

const rowed = rows.map(([code, status, facts, path, to, act, read, leads]) => ({
  name: `the page shows ${code}`,
  async body(till) {
    await to(till);
    const before = await till.page.evaluate(() => document.documentElement.dataset.screen);
    await till.answer_once(path, status, code, facts);
    await act(till);
    await till.failure(code);
    assert.match(await bands(till), read);
    await till.screen(leads ?? before);
    await till.page.waitForSelector('html[data-sound=refused]');
    await till.page.click('.band.bad button:has-text("知道了")');
    await till.page.waitForSelector('.band.bad', { state: 'detached' });
  },
}));

async function wrong_pin_in_english(till) {
  await till.page.goto(till.url + '?lang=en');
  await till.screen('start');
  await till.primary();
  await till.screen('signin');
  await till.page.click(`input[name=officer][value=${till.fixture.officer}]`);
  await till.page.fill('input[name=pin]', '000000');
  await till.primary();
  await till.failure('pin.wrong');
  assert.match(await bands(till), /PIN.*tries left/s);
  assert.equal(await till.page.inputValue('input[name=pin]'), '');
}

async function wrong_answer(till) {
  await till.to_identity();
  await till.page.fill('input[name=answer]', '99');
  await till.primary();
  await till.failure('identity.wrong');
  await till.page.waitForSelector('.pin .note:has-text("2 次")');
}

async function stopped_card(till) {
  await till.sign_in();
  await till.scan(till.fixture.stopped);
  await till.failure('card.stopped');
}

async function too_much(till) {
  await till.to_cart();
  await till.put('G19', '65');
  await till.put('G19', '130');
  await till.page.waitForSelector('.cart .line .band[data-code="goods.limit"]');
  assert.match(await till.text('.cart .line .band'), /还可换 1 桶.*2026 年 5 月 1 日起/s);
  await till.page.click('.cart .line .band button:has-text("改为 1 桶")');
  await till.page.waitForSelector('#total:text("65")');
  assert.equal(await till.page.locator('.cart .band').count(), 0);
}

async function short_of_points(till) {
  await till.to_cart();
  await till.put('G19', '65');
  await till.put('G17', '95');
  await till.primary();
  await till.screen('confirm');
  await till.page.waitForSelector('.lines .band[data-code="points.short"]:has-text("还差 9 分")');
  await till.page.click('.line[data-sku=G17] button');
  await till.page.waitForSelector('.lines .band', { state: 'detached' });
  await till.hold(() => till.screen('handover'));
}

async function short_refused_by_server(till) {
  await till.to_cart();
  await till.put('G19', '65');
  await till.put('G17', '95');
  await till.primary();
  await till.screen('confirm');
  await till.hold(() => till.failure('points.short'));
  await till.screen('confirm');
}

async function empty_cart(till) {
  await till.to_cart();
  await till.primary();
  await till.failure('nothing');
}

async function out_of_stock(till) {
  await till.to_cart();
  await till.page.waitForSelector('.goods.out[data-sku=G23]:has-text("缺货")');
  await till.put('G23', '40');
  await till.page.waitForSelector('.cart .line .band[data-code="stock.short"]');
  await till.page.click('.cart .line .band button:has-text("去掉保温壶")');
  await till.total('0');
}

async function restricted(till) {
  await till.to_cart();
  await till.put('G18', '24');
  const sent = till.page.waitForRequest((request) => request.url().endsWith('/api/cart'));
  await till.page.click('.restriction input');
  assert.equal((await sent).postDataJSON().lines[0].restriction, '困难户');
}

async function link_lost(till) {
  await till.sign_in();
  await till.break_link();
  await till.scan(till.fixture.card);
  await till.page.waitForSelector('#no-link');
  await till.page.waitForSelector('#link:has-text("未连接")');
  await till.screen('card');
  await till.heal();
  await till.page.waitForSelector('#no-link', { state: 'detached' });
}

/** What is scanned while an answer is lost goes with the next one. */
async function scanned_meanwhile(till) {
  await till.to_cart();
  await till.page.evaluate(() => {
    const real = window.fetch;
    window.fetch = async (url, ...rest) => {
      if (!String(url).endsWith('/api/cart')) return real(url, ...rest);
      window.fetch = real;
      return new Promise((_, reject) => { window.lose = () => reject(new TypeError('no link')); });
    };
  });
  await till.scan(till.fixture.sku);
  await till.page.waitForFunction(() => window.lose);
  await till.scan(till.fixture.sku);
  await till.page.evaluate(() => window.lose());
  await till.total(2 * Number(till.fixture.total));
}

/** A lost link leaves the receipt with its code where it was. */
async function next_without_link(till) {
  await till.to_receipt();
  const code = await till.text('#code');
  await till.break_link();
  await till.primary();
  await till.page.waitForSelector('#no-link');
  await till.idle();
  assert.equal(await till.text('#code'), code);
  await till.heal();
  await till.primary();
  await till.screen('card');
}

async function nonsense(till) {
  await till.sign_in();
  await till.break_link('<html>');
  await till.scan(till.fixture.card);
  await till.page.waitForSelector('#no-link');
  await till.screen('card');
}

async function idle_lock(till) {
  await till.to_cart();
  await till.put(till.fixture.sku, till.fixture.total);
  await set(till, 'lock');
  await till.screen('signin');
  assert.match(await till.text('#notice'), /已锁定/);
  assert.ok(!(await till.page.content()).includes('张*国'));
  await till.page.click(`input[name=officer][value=${till.fixture.officer}]`);
  await till.page.fill('input[name=pin]', till.fixture.pin);
  await till.primary();
  await till.screen('cart');
  assert.equal(await till.text('#total'), till.fixture.total);
}

async function shop_states(till) {
  await set(till, 'set?clock=0&read_only=1&rehearsal=1&printer=offline');
  await till.open();
  for (const [selector, text] of [['#clock-wrong', '时钟不对'], ['#read-only', '磁盘已满'],
    ['#rehearsal', '演练'], ['#printer.caution', '打印机离线']])
    await till.page.waitForSelector(`${selector}:has-text("${text}")`);
  assert.equal(await till.page.locator('.checks .caution').count(), 4);
}

async function unfinished_band(till) {
  await till.to_handover();
  await till.page.reload();
  await till.screen('unresolved');
  await till.answer_once('redemptions', 503, 'busy');
  await till.primary();
  await till.failure('busy');
  await till.screen('unresolved');
}

async function locked_clerk(till) {
  await at_signin(till);
  for (let tries = 0; tries < 6; tries += 1) {
    await till.page.fill('input[name=pin]', '000000');
    await till.primary();
    await till.idle();
    await till.failure(tries < 5 ? 'pin.wrong' : 'pin.locked');
  }
  await till.page.waitForSelector('.tile:has-text("15 分钟后可再试")');
}

export const tests = [
  ...rowed,
  { name: 'a wrong PIN in English', body: wrong_pin_in_english },
  { name: 'a wrong answer counts the tries', body: wrong_answer, mocked: true },
  { name: 'a stopped card is refused', body: stopped_card, mocked: true },
  { name: 'a monthly limit says what is left and when it resets', body: too_much, mocked: true },
  { name: 'too few points: by how much, and lines to remove', body: short_of_points, mocked: true },
  { name: 'too few points cannot be confirmed', body: short_refused_by_server, mocked: true },
  { name: 'an empty cart is not confirmed', body: empty_cart },
  { name: 'goods out of stock are marked and can be removed', body: out_of_stock, mocked: true },
  { name: 'stock kept for some is taken by name', body: restricted, mocked: true },
  { name: 'a lost link is an amber band and heals', body: link_lost },
  { name: 'an answer that is no JSON is a lost link', body: nonsense },
  { name: 'goods scanned while an answer is lost are in the cart', body: scanned_meanwhile },
  { name: 'without a link the receipt stays', body: next_without_link },
  { name: 'an idle session locks and the cart comes back', body: idle_lock, mocked: true },
  { name: 'clock, disk, printer and rehearsal are shown', body: shop_states, mocked: true },
  { name: 'a failed answer to the hand-over stays', body: unfinished_band },
  { name: 'five wrong PINs lock the clerk, with the time', body: locked_clerk, mocked: true },
];
