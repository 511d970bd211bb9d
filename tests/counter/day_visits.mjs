// The kinds of visits of a day: what goes well, what is refused, and where the power is cut.
import assert from 'node:assert/strict';
import { shown } from './day_model.mjs';

const finish = async (day, id) => {
  await day.tick(id);
  await day.next();
};

async function plain(day) {
  await day.sell(day.model.shopper());
  await day.next();
}

// Refusals

async function wrong_answer(day) {
  const shopper = day.model.shopper();
  const wrong = shopper.household.answer === '00' ? '11' : '00';
  await day.present(shopper.household);
  await day.answer(shopper.household, wrong);
  await day.till.failure('identity.wrong');
  await day.answer(shopper.household);
  await day.till.screen('balance');
  await day.choose(shopper.lines);
  await day.to_confirm(shopper.household, shopper.lines);
  await finish(day, await day.debit(shopper));
}

async function wrong_card(day) {
  await day.till.scan('C000000000');
  await day.till.failure('card.unknown');
  await day.till.scan(day.till.fixture.stopped);
  await day.till.failure('card.stopped');
  await plain(day);
}

/** Wants more than there are points for: one more line, refused, taken out again. */
async function short(day) {
  const shopper = day.model.shopper();
  const dear = [...day.model.goods.values()].find(({ sku, price, stock }) => (
    stock > 0 && price > shopper.household.balance - day.model.price(shopper.lines) &&
    !shopper.lines.some((line) => line.sku === sku) && day.model.free(shopper.household, sku) > 0));
  if (!dear) return plain(day);
  await day.arrive(shopper.household);
  const total = await day.choose(shopper.lines);
  await day.put(dear.sku, 1, total);
  await day.till.primary();
  await day.till.screen('confirm');
  await day.till.hold(() => day.till.failure('points.short'));
  await day.page.click(`.line[data-sku=${dear.sku}] button`);
  await day.page.waitForSelector(`.line[data-sku=${dear.sku}]`, { state: 'detached' });
  await finish(day, await day.debit(shopper));
}

async function out_of_stock(day) {
  const shopper = day.model.shopper();
  const gone = [...day.model.goods.values()].find(({ stock, price }) => (
    stock === 0 && price <= shopper.household.balance - day.model.price(shopper.lines)));
  if (!gone) return plain(day);
  await day.arrive(shopper.household);
  const total = await day.choose(shopper.lines);
  await day.put(gone.sku, 1, total);
  await day.page.waitForSelector('.cart .line .band[data-code="stock.short"]');
  await day.page.click('.cart .line .band button');
  await day.till.total(shown(total));
  await day.to_confirm(shopper.household, shopper.lines);
  await finish(day, await day.debit(shopper));
}

async function over_limit(day) {
  const { household } = day.model.shopper();
  const goods = [...day.model.goods.values()].find(({ sku, limit, stock, price }) => (
    stock > limit && price * (limit + 1) <= 8000 && day.model.free(household, sku) === limit));
  if (!goods) return plain(day);
  await day.arrive(household);
  await day.choose([{ sku: goods.sku, pieces: goods.limit + 1 }]);
  await day.page.waitForSelector('.cart .line .band[data-code="goods.limit"]');
  await day.leave();
}

// Changes of mind, double taps, pages read anew

async function leaves_early(day) {
  await day.arrive(day.model.shopper().household);
  await day.leave();
}

async function leaves_cart(day) {
  const { household, lines } = day.model.shopper();
  await day.arrive(household);
  await day.choose(lines);
  await day.leave();
}

async function confirmed_twice(day) {
  const shopper = day.model.shopper();
  await day.prepare(shopper);
  const id = await day.id_of_visit();
  const sent = [];
  await day.page.route('**/api/redemptions', async (route) => { // the first waits for the second
    sent.push(route);
    if (sent.length < 2) return;
    await Promise.all(sent.map((each) => each.continue()));
  });
  await day.till.hold_for('redemptions');
  await day.till.hold_for('redemptions');
  await day.till.screen('handover');
  await day.till.idle();
  day.model.debited(id, shopper.household, shopper.lines);
  await finish(day, id);
  await day.page.unroute('**/api/redemptions'); // a request right behind it may hang
}

async function ticked_twice(day) {
  const shopper = day.model.shopper();
  await day.prepare(shopper);
  const id = await day.debit(shopper);
  await day.page.dblclick('#primary');
  await day.till.screen('receipt');
  day.model.ticked(id);
  await day.next();
}

async function not_given(day) {
  const shopper = day.model.shopper();
  await day.prepare(shopper);
  await day.say_not_given(await day.debit(shopper));
}

async function read_anew(day) {
  const shopper = day.model.shopper();
  await day.arrive(shopper.household);
  const total = await day.choose(shopper.lines);
  await day.page.reload();
  await day.till.screen('cart');
  await day.till.total(shown(total));
  await day.to_confirm(shopper.household, shopper.lines);
  const id = await day.debit(shopper);
  await day.page.reload();
  await day.till.screen('unresolved');
  await day.asked_about(id);
  await day.say_given(id);
}

async function gives_back(day) {
  const shopper = day.model.shopper(2);
  const id = await day.sell(shopper);
  await day.next();
  await take_back(day, id, shopper, () => day.till.primary());
}

/** What one line holds, or all of it when too little would be kept. */
function comes_back(day, { lines }) {
  const kept = lines.slice(1);
  return day.model.price(kept) < day.model.minimum ? lines : lines.slice(0, 1);
}

async function take_back(day, id, shopper, act) {
  const back = comes_back(day, shopper);
  await day.open_sale(id);
  await day.choose_back(back);
  const answered = day.page.waitForResponse((response) => response.url().endsWith('/return'));
  await act();
  const { again } = await (await answered).json();
  await day.page.waitForSelector('#notice:has-text("已退货")');
  day.model.returned(id, back, again?.id);
  await day.from_records();
}

// Power cuts

async function cut_in_cart(day) {
  const shopper = day.model.shopper();
  await day.arrive(shopper.household);
  const total = await day.choose(shopper.lines);
  assert.equal(await day.cut(), 'cart');
  await day.till.total(shown(total));
  await day.to_confirm(shopper.household, shopper.lines);
  await finish(day, await day.debit(shopper));
}

/** After a cut around the debit: the cart, with nothing taken, or the question, with all of it. */
async function go_on(day, shown_screen, id, shopper) {
  if (shown_screen === 'unresolved') {
    day.model.debited(id, shopper.household, shopper.lines);
    await day.asked_about(id);
    if (day.model.below(2)) await day.say_given(id);
    else await day.say_not_given(id);
    return;
  }
  assert.equal(shown_screen, 'cart');
  await day.to_confirm(shopper.household, shopper.lines);
  await finish(day, await day.debit(shopper));
}

const confirm_and_cut = (after_ms) => async (day) => {
  const shopper = day.model.shopper();
  await day.prepare(shopper);
  const id = await day.id_of_visit();
  const at = await day.cut_while('/redemptions', () => day.till.hold_for('redemptions'), after_ms);
  day.counted.push(`${after_ms} ms after the debit was asked for: ${at}`);
  await go_on(day, at, id, shopper);
};

/** The request never arrives: nothing may be taken. */
async function cut_before_debit(day) {
  const shopper = day.model.shopper();
  await day.prepare(shopper);
  const id = await day.id_of_visit();
  await day.page.route('**/api/redemptions', async (route) => {
    await day.program.kill();
    await route.abort();
  }, { times: 1 });
  await day.till.hold(() => day.page.waitForSelector('#no-link'));
  const at = await day.restart();
  assert.equal(at, 'cart');
  await go_on(day, at, id, shopper);
}

/** It was done, and the answer never arrives: it must be asked about. */
async function cut_after_debit(day) {
  const shopper = day.model.shopper();
  await day.prepare(shopper);
  const id = await day.id_of_visit();
  await day.page.route('**/api/redemptions', async (route) => {
    assert.equal((await route.fetch()).status(), 200);
    await day.program.kill();
    await route.abort();
  }, { times: 1 });
  await day.till.hold(() => day.page.waitForSelector('#no-link'));
  const at = await day.restart();
  assert.equal(at, 'unresolved');
  await go_on(day, at, id, shopper);
}

async function cut_at_handover(day) {
  const shopper = day.model.shopper();
  await day.prepare(shopper);
  const id = await day.debit(shopper);
  assert.equal(await day.cut(), 'unresolved');
  await day.asked_about(id);
  await day.say_given(id);
}

const tick_and_cut = (after_ms) => async (day) => {
  const shopper = day.model.shopper();
  await day.prepare(shopper);
  const id = await day.debit(shopper);
  const at = await day.cut_while('/handed', () => day.till.primary(), after_ms);
  day.counted.push(`${after_ms} ms after the tick was asked for: ${at}`);
  if (at === 'unresolved') return day.say_given(id);
  assert.equal(at, 'card');
  return day.model.ticked(id);
};

async function cut_at_receipt(day) {
  const id = await day.sell(day.model.shopper());
  const code = await day.till.text('#code');
  assert.equal(await day.cut(), 'card');
  await day.open_sale(id);
  assert.equal(await day.till.text('#stage'), '已交付');
  assert.ok((await day.page.locator('.facts dd').allInnerTexts()).includes(code));
  await day.from_records();
}

const return_and_cut = (after_ms) => async (day) => {
  const shopper = day.model.shopper(2);
  const id = await day.sell(shopper);
  await day.next();
  await day.open_sale(id);
  const back = comes_back(day, shopper);
  await day.choose_back(back);
  const at = await day.cut_while('/return', () => day.till.primary(), after_ms);
  assert.equal(at, 'card');
  const listed = await day.till.listed();
  day.counted.push(`${after_ms} ms after the return was asked for: ${listed.get(id).state}`);
  if (listed.get(id).state !== 'returned') {
    return take_back(day, id, shopper, () => day.till.primary());
  }
  const again = [...listed.keys()].find((each) => !day.model.sales.has(each));
  return day.model.returned(id, back, again);
};

/** How often each kind comes; the rest of the day is plain. */
export const kinds = [
  [wrong_answer, 6], [wrong_card, 3], [short, 7], [out_of_stock, 6], [over_limit, 5],
  [leaves_early, 3], [leaves_cart, 5], [confirmed_twice, 6], [ticked_twice, 6], [not_given, 5],
  [read_anew, 5], [gives_back, 6], [cut_in_cart, 3], [cut_before_debit, 2], [cut_after_debit, 2],
  ...[0, 1, 2, 4, 8, 16].map((after_ms) => [confirm_and_cut(after_ms), 1]),
  [cut_at_handover, 2], ...[0, 2, 6].map((after_ms) => [tick_and_cut(after_ms), 1]),
  [cut_at_receipt, 2], ...[0, 4, 12].map((after_ms) => [return_and_cut(after_ms), 1]),
];
export { plain };
