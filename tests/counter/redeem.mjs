// The way of one household through the counter, and what must hold on it.
import assert from 'node:assert/strict';
import { by_clerk } from './harness.mjs';

const tally = async (till) => (await till.page.request.get(till.url + 'mock/tally')).json();
const redemptions = (till) => till.page.evaluate(async () => {
  const { today } = await (await fetch('/api/state')).json();
  return (await (await fetch('/api/redemptions?day=' + today)).json()).redemptions;
});

async function whole_visit(till) {
  await till.to_receipt();
  const [redemption] = await redemptions(till);
  assert.equal(redemption.state, 'done');
  assert.match(await till.text('#code'), /^[0-9A-Z-]{10,}$/);
  await till.primary();
  await till.screen('card');
}

async function double_hold(till) {
  await till.to_confirm();
  // The answer to the first is held back until the second was sent.
  const sent = [];
  let let_go;
  const both = new Promise((resolve) => { let_go = resolve; });
  await till.page.route('**/api/redemptions', async (route) => {
    sent.push(route.request().postDataJSON());
    if (sent.length === 2) let_go();
    await both;
    await route.continue();
  });
  await till.hold_for('redemptions');
  await till.hold_for('redemptions');
  await till.screen('handover');
  await till.idle();
  assert.equal(sent.length, 2);
  assert.deepEqual(sent[0], sent[1]);
  assert.equal((await redemptions(till)).length, 1);
}

async function double_handed(till) {
  await till.to_handover();
  await till.page.dblclick('#primary');
  await till.screen('receipt');
  await till.idle();
  const all = await redemptions(till);
  assert.deepEqual(all.map(({ state }) => state), ['done']);
  assert.equal(await till.page.evaluate(() => document.documentElement.dataset.screen), 'receipt');
}

/** The PIN is asked for once, and the empty one of the second tap is no wrong try. */
async function double_sign_in(till) {
  await till.open();
  await till.primary();
  await till.screen('signin');
  await till.page.click(`input[name=officer][value=${till.fixture.officer}]`);
  await till.page.fill('input[name=pin]', till.fixture.pin);
  const sent = [];
  till.page.on('request', (request) => by_clerk(request) && sent.push(request.url()));
  await till.page.dblclick('#primary');
  await till.screen('card');
  await till.idle();
  assert.equal(sent.length, 1);
  assert.equal(await till.page.locator('.band.bad').count(), 0);
}

async function short_hold(till) {
  await till.to_confirm();
  await till.page.click('#primary');
  await till.page.waitForSelector('.hint:has-text("要按住")');
  assert.equal((await redemptions(till)).length, 0);
}

async function nearly_held(till) {
  await till.to_confirm();
  await till.page.clock.install();
  await till.page.clock.pauseAt(Date.now() + 60000);
  const sent = [];
  till.page.on('request', (request) => by_clerk(request) && sent.push(request.url()));
  await till.hold(async () => {
    await till.page.clock.runFor(790);
    await till.page.waitForSelector('.hold.held');
    assert.deepEqual(sent, []);
    await till.page.clock.runFor(20);
    await till.screen('handover');
  });
  assert.equal(sent.length, 1);
}

async function answer_lost(till) {
  await till.to_confirm();
  await till.page.route('**/api/redemptions', async (route) => {
    await route.fetch(); // the server does it; the answer never arrives
    await route.abort();
  }, { times: 1 });
  await till.hold(() => till.page.waitForSelector('#notice'));
  assert.match(await till.text('#notice'), /不会重复扣分/);
  await till.hold(() => till.screen('handover'));
  assert.equal((await redemptions(till)).length, 1);
}

async function reload_keeps_cart(till) {
  await till.to_cart();
  await till.put(till.fixture.sku, till.fixture.total);
  await till.page.reload();
  await till.screen('cart');
  assert.equal(await till.text('#total'), till.fixture.total);
  assert.match(await till.text('#notice'), /接着上次/);
}

async function unanswered(till) {
  await till.to_handover();
  await till.page.reload();
  await till.screen('unresolved');
  assert.match(await till.text('h1'), /商品给了吗/);
  await till.primary();
  await till.screen('card');
  assert.equal((await redemptions(till))[0].state, 'done');
}

async function not_given(till) {
  await till.to_handover();
  await till.page.click('#not-handed');
  await till.page.click('.reasons button >> nth=1');
  await till.screen('card');
  await till.page.waitForSelector('#notice');
  assert.equal((await redemptions(till))[0].state, 'taken_back');
}

/** The second tap of "cannot be given" is no reason, and the keyboard goes on at the first one. */
async function reason_is_asked(till) {
  await till.to_handover();
  await till.page.dblclick('#not-handed');
  await till.page.waitForSelector('.reasons');
  await till.idle();
  assert.equal((await redemptions(till))[0].state, 'debited');
  assert.ok(await till.page.evaluate(() => document.activeElement.matches('.reasons button')));
  await till.page.keyboard.press('Space');
  await till.screen('card');
  assert.equal((await redemptions(till))[0].state, 'taken_back');
}

async function answered_with_no(till) {
  await till.to_handover();
  await till.page.reload();
  await till.screen('unresolved');
  await till.page.click('#not-handed');
  await till.page.click('.reasons button >> nth=2');
  await till.screen('card');
  assert.equal((await redemptions(till))[0].state, 'taken_back');
}

async function confirm_figures(till) {
  await till.to_confirm();
  assert.equal(await till.text('#after'), till.fixture.after);
  assert.match(await till.text('#primary'), new RegExp(till.fixture.total));
}

async function spoken(till) {
  await till.page.addInitScript(() => {
    window.heard = [];
    Object.defineProperty(window, 'speechSynthesis', { value: {
      cancel() {}, speak(utterance) { window.heard.push([utterance.lang, utterance.text]); } } });
  });
  await till.to_confirm();
  const heard = await till.page.evaluate(() => window.heard);
  assert.equal(heard.length, 3); // the balance, the goods, the whole cart
  assert.ok(heard.every(([lang]) => lang === 'zh-CN'));
  assert.match(heard[1][1], new RegExp(till.fixture.goods));
  assert.match(heard[2][1], new RegExp(`一共${till.fixture.total}分，换后剩${till.fixture.after}分`));
  await till.page.click('#voice');
  await till.page.click('.backs .plain');
  await till.screen('cart');
  await till.primary();
  await till.screen('confirm');
  assert.equal(await till.page.evaluate(() => window.heard.length), 3);
}

async function stepper(till) {
  await till.to_cart();
  await till.page.click(`.goods[data-sku=${till.fixture.other}]`);
  await till.page.waitForSelector(`.cart [data-sku=${till.fixture.other}] output:text("1")`);
  const line = till.page.locator(`.cart [data-sku=${till.fixture.other}] .stepper button`);
  await line.nth(1).click();
  await line.nth(1).click();
  await till.page.waitForSelector(`.cart [data-sku=${till.fixture.other}] output:text("3")`);
  await line.nth(0).click();
  await till.page.waitForSelector(`.cart [data-sku=${till.fixture.other}] output:text("2")`);
  await till.page.click('text=不换了');
  await till.screen('card');
}

async function household_face(till) {
  const face = await till.page.context().newPage();
  await face.goto(till.url + '?face=household');
  await face.waitForSelector('.face.welcome');
  await till.to_cart();
  await till.put(till.fixture.sku, till.fixture.total);
  await face.waitForSelector(`#total:text("${till.fixture.total}")`);
  assert.equal(await face.locator('button').count(), 0);
  assert.equal(await face.locator('#after').innerText(), till.fixture.after);
}

async function printed_once(till) {
  await till.to_receipt();
  await till.page.waitForSelector('#copies:has-text("1")');
  await till.page.click('#print');
  await till.page.waitForSelector('#copies:has-text("2")');
}

async function paper_out(till) {
  await till.to_handover();
  await till.page.request.get(till.url + 'mock/set?printer=paper_out');
  await till.page.waitForSelector('#printer.caution');
  await till.primary();
  await till.screen('receipt');
  assert.match(await till.text('#copy-code'), /缺纸.*抄给住户/);
  assert.match(await till.text('#code'), /K7Q2-M9XA-4T/);
}

async function slip(till) {
  await till.to_receipt();
  const opened = till.page.context().waitForEvent('page');
  await till.page.click('#slip');
  await (await opened).waitForURL(/slip\.html\?lang=zh$/);
}

async function proxy(till) {
  await till.to_identity();
  await till.page.fill('input[name=answer]', till.fixture.answer);
  await till.page.click('input[value=proxy]');
  await till.primary();
  await till.failure('bad_input');
  await till.page.fill('input[name=proxy]', '张小红');
  await till.primary();
  await till.screen('balance');
}

async function found_by_name(till) {
  await till.sign_in();
  await till.page.fill('input[name=search]', till.fixture.words);
  await till.page.locator('.row').first().click();
  await till.screen('identity');
}

async function price_changed(till) {
  await till.to_confirm();
  await till.page.request.get(till.url + 'mock/set?price=G17:2800');
  await till.hold(() => till.failure('prices.stale'));
  await till.page.waitForSelector('.changed:has-text("30 分 → 28 分")');
  assert.equal((await tally(till)).redemptions, 0);
  await till.hold(() => till.screen('handover'));
  assert.equal((await tally(till)).points['0301017'], '58.00');
}

export const tests = [
  { name: 'a visit from the card to the receipt', body: whole_visit },
  { name: 'confirming twice debits once', body: double_hold },
  { name: 'a double tap on handed over is one hand-over', body: double_handed },
  { name: 'a double tap signs in once', body: double_sign_in },
  { name: 'a tap confirms nothing and says how to confirm', body: short_hold },
  { name: 'confirming takes 0.8 seconds', body: nearly_held },
  { name: 'after a lost answer the same id is sent again', body: answer_lost },
  { name: 'a reload in the middle keeps the cart', body: reload_keeps_cart },
  { name: 'an unanswered hand-over is asked first', body: unanswered },
  { name: 'goods that could not be given go back', body: not_given },
  { name: 'a reason is asked before goods go back', body: reason_is_asked },
  { name: 'an unanswered hand-over can be answered with no', body: answered_with_no },
  { name: 'confirm shows the total and what is left', body: confirm_figures },
  { name: 'the voice reads goods, pieces and points, and can be muted', body: spoken },
  { name: 'tiles and steppers change the cart', body: stepper },
  { name: 'the household sees balance and cart', body: household_face },
  { name: 'the slip is printed once and again on demand', body: printed_once, mocked: true },
  { name: 'without paper the code is to be copied', body: paper_out, mocked: true },
  { name: 'the slip opens as a page', body: slip },
  { name: 'a proxy is named', body: proxy },
  { name: 'a household without its card is found', body: found_by_name },
  { name: 'a changed price is shown and confirmed anew', body: price_changed, mocked: true },
];
