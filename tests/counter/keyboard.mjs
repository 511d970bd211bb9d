// The keyboard: a whole redemption without a pointer, and a scanner that types and presses Enter.
import assert from 'node:assert/strict';
import { by_clerk } from './harness.mjs';

const active = (till) => till.page.evaluate(() => {
  const at = document.activeElement;
  const shown = at.closest('.tile') ?? at;
  return { outline: parseFloat(getComputedStyle(shown).outlineWidth),
    style: getComputedStyle(shown).outlineStyle, tag: at.tagName };
});

/** Tabs to an element and sees on the way that the focus is always visible. */
async function reach(till, selector) {
  for (let steps = 0; steps < 60; steps += 1) {
    if (await till.page.evaluate((wanted) => document.activeElement.matches(wanted), selector))
      return;
    await till.page.keyboard.press('Tab');
    const { outline, style, tag } = await active(till);
    if (tag !== 'BODY') assert.ok(outline >= 3 && style !== 'none', `no visible focus on ${tag}`);
  }
  assert.fail(`the tab key does not lead to ${selector}`);
}

async function press(till, selector) {
  await reach(till, selector);
  await till.page.keyboard.press('Space');
}

async function whole_visit(till) {
  await till.open();
  await press(till, '#primary');
  await till.screen('signin');
  await press(till, `input[value=${till.fixture.officer}]`);
  await reach(till, 'input[name=pin]');
  await till.type(till.fixture.pin);
  await press(till, '#primary');
  await till.screen('card');
  await reach(till, 'input[name=code]');
  await till.type(till.fixture.card);
  await press(till, '#primary');
  await till.screen('identity');
  await reach(till, 'input[name=answer]');
  await till.type(till.fixture.answer);
  await press(till, '#primary');
  await till.screen('balance');
  await press(till, '#primary');
  await till.screen('cart');
  await press(till, `.goods[data-sku=${till.fixture.sku}]`);
  await till.page.waitForSelector(`#total:text("${till.fixture.total}")`);
  await press(till, '#primary');
  await till.screen('confirm');
  await reach(till, '#primary');
  await till.page.keyboard.down('Space');
  await till.page.keyboard.down('Space'); // the keyboard repeats a key that is held
  await till.screen('handover');
  await till.page.keyboard.down('Space'); // and still does on the next screen
  await till.page.keyboard.up('Space');
  await till.idle();
  await till.screen('handover');
  await press(till, '#primary');
  await till.screen('receipt');
  await press(till, '#primary');
  await till.screen('card');
}

async function enter_does_nothing(till) {
  const sent = [];
  till.page.on('request', (request) => by_clerk(request) && sent.push(request.url()));
  const enter = async (screen) => {
    await till.idle();
    sent.length = 0;
    await till.page.focus('#primary');
    await till.page.keyboard.press('Enter');
    await till.page.keyboard.press('Enter');
    assert.equal(await till.page.evaluate(() => document.documentElement.dataset.screen), screen);
    assert.deepEqual(sent, []);
  };
  await till.open();
  await enter('start');
  await till.to_confirm();
  await enter('confirm');
  await till.hold(() => till.screen('handover'));
  await enter('handover');
}

async function scan_into_a_field(till) {
  await till.to_cart();
  await till.page.focus('input[name=filter]');
  await till.type('x');
  await till.put(till.fixture.sku, till.fixture.total);
  assert.equal(await till.page.inputValue('input[name=filter]'), 'x');
}

async function typing_is_no_scan(till) {
  await till.to_cart();
  await till.page.focus('input[name=filter]');
  await till.keys([...till.fixture.sku, 'Enter'], 0.12);
  await till.idle();
  assert.equal(await till.page.inputValue('input[name=filter]'), till.fixture.sku);
  assert.equal(await till.text('#total'), '0');
}

async function unknown_code(till) {
  await till.to_cart();
  await till.scan('6901234567892');
  await till.failure('goods.unknown');
  await till.page.waitForSelector('html[data-sound=refused]');
  assert.equal(await till.page.locator('.cart .line').count(), 0);
  await till.put(till.fixture.sku, till.fixture.total);
  await till.page.waitForSelector('html[data-sound=accepted]');
}

async function scan_while_confirming(till) {
  await till.to_confirm();
  await till.page.focus('#primary');
  await till.scan(till.fixture.sku);
  await till.failure('scan');
  await till.screen('confirm');
  assert.equal(await till.text('#after'), till.fixture.after);
}

async function scan_into_the_pin(till) {
  await till.open();
  await till.primary();
  await till.screen('signin');
  await till.page.focus('input[name=pin]');
  await till.type('12');
  await till.scan(till.fixture.card);
  await till.failure('scan');
  assert.equal(await till.page.inputValue('input[name=pin]'), '12');
}

async function scanner_tried(till) {
  await till.open();
  await till.scan('ABC-123');
  await till.page.waitForSelector('.checks :text("ABC-123")');
}

async function next_card(till) {
  await till.to_receipt();
  await till.scan(till.fixture.card);
  await till.screen('identity');
}

async function goods_from_balance(till) {
  await till.to_balance();
  await till.scan(till.fixture.sku);
  await till.screen('cart');
  await till.page.waitForSelector(`#total:text("${till.fixture.total}")`);
}

async function quick_scans(till) {
  await till.to_cart();
  await till.scan(till.fixture.sku);
  await till.put(till.fixture.sku, String(2 * Number(till.fixture.total)));
}

async function escape_goes_back(till) {
  await till.to_cart();
  await till.page.keyboard.press('Escape');
  await till.screen('balance');
}

export const tests = [
  { name: 'a whole redemption by the keyboard alone', body: whole_visit },
  { name: 'enter presses no button', body: enter_does_nothing },
  { name: 'a scan leaves the field it fell into as it was', body: scan_into_a_field },
  { name: 'characters typed by a person are no scan', body: typing_is_no_scan },
  { name: 'an unknown code adds nothing and sounds refused', body: unknown_code },
  { name: 'a scan cannot confirm', body: scan_while_confirming },
  { name: 'a scan does not become a PIN', body: scan_into_the_pin },
  { name: 'the start screen shows what the scanner read', body: scanner_tried },
  { name: 'the next card may be scanned at the receipt', body: next_card },
  { name: 'goods may be scanned at the balance', body: goods_from_balance },
  { name: 'the same goods twice in a row are two pieces', body: quick_scans },
  { name: 'escape is one step back', body: escape_goes_back },
];
