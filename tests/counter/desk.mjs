// Returns and reprints, the close of the day, goods that come in: what a clerk does beside visits.
import assert from 'node:assert/strict';

const second = async (till) => {
  await till.page.fill('input[name=second_officer]', till.fixture.second.officer);
  await till.page.fill('input[name=second_pin]', till.fixture.second.pin);
};

async function to_return(till) {
  await till.to_receipt();
  await till.primary();
  await till.screen('card');
  await till.page.click('text=退货 · 补打');
  await till.screen('records');
  await till.page.click('.row');
  await till.screen('return');
}

async function to_close(till) {
  await till.page.click('text=日结');
  await till.screen('close');
}

async function take_back(till) {
  await to_return(till);
  await till.primary();
  await till.failure('nothing');
  await till.page.click('.lines .stepper button >> nth=1');
  await till.primary();
  await till.failure('bad_input');
  await till.page.click('input[name=reason] >> nth=0');
  await till.primary();
  await till.failure('supervisor.needed');
  await second(till);
  await till.primary();
  await till.page.waitForSelector('#notice:has-text("已退货")');
  assert.equal(await till.text('#stage'), '已退货');
  assert.equal(await till.page.locator('#primary').count(), 0);
}

async function not_more_than_sold(till) {
  await to_return(till);
  const [less, more] = [0, 1].map((at) => till.page.locator('.lines .stepper button').nth(at));
  await less.click();
  await till.page.waitForSelector('.lines output:text("0")');
  await more.click();
  await more.click();
  await till.page.waitForSelector('.lines output:text("1")');
  assert.match(await till.text('#primary'), new RegExp(till.fixture.total));
}

async function exchanged(till) {
  await to_return(till);
  await till.page.click('.lines .stepper button >> nth=1');
  await till.page.click('input[name=reason] >> nth=1');
  await till.page.selectOption('select[name=exchange]', till.fixture.other);
  await till.page.click('.exchange .stepper button >> nth=1');
  const asked = till.page.waitForRequest('**/return');
  await till.primary();
  assert.deepEqual((await asked).postDataJSON(), {
    lines: [{ sku: till.fixture.sku, quantity: '1' }],
    exchange: [{ sku: till.fixture.other, quantity: '2', restriction: '' }],
    reason: '拿错了' });
}

async function scanned_slip(till) {
  await till.to_receipt();
  const id = await till.page.locator('.facts dd').nth(1).innerText();
  await till.primary();
  await till.screen('card');
  await till.page.click('text=退货 · 补打');
  await till.screen('records');
  await till.scan('NOSUCH-1');
  await till.failure('not_found');
  await till.scan(id);
  await till.screen('return');
}

async function other_day(till) {
  await till.sign_in();
  await till.page.click('text=退货 · 补打');
  await till.screen('records');
  await till.page.click('text=前一天');
  await till.page.waitForSelector('text=后一天');
  assert.equal(await till.page.locator('.row').count(), 0);
  await till.page.click('text=后一天');
  await till.page.waitForSelector('text=后一天', { state: 'detached' });
}

async function close_blind(till) {
  await till.sign_in();
  await to_close(till);
  assert.ok(!(await till.text('.lines')).includes('账上'));
  await till.primary();
  await till.failure('bad_input');
  const counts = till.page.locator('.count input');
  await counts.nth(0).fill('12');
  await counts.nth(1).fill('11');
  await second(till);
  await till.primary();
  await till.failure('count.reason');
  await till.page.waitForSelector('.differs:has-text("账上 12")');
  assert.equal(await till.page.locator('.differs').count(), 1);
  await counts.nth(1).fill('10');
  await till.page.waitForSelector('.differs:has-text("账上 12")');
  await till.page.selectOption('.differs + label select', 'damaged');
  await till.primary();
  await till.page.waitForSelector('#root');
  assert.match(await till.text('#root'), /Qm3vT0bY/);
  assert.match(await till.text('.differs'), /点数 10，账上 12，差 -2\s+损坏/);
  await till.primary();
  await till.screen('card');
}

async function close_refused(till) {
  await till.sign_in();
  await to_close(till);
  for (const input of await till.page.locator('.count input').all()) await input.fill('12');
  await till.page.fill('input[name=second_officer]', till.fixture.officer);
  await till.page.fill('input[name=second_pin]', till.fixture.pin);
  await till.primary();
  await till.failure('role.four_eyes');
}

async function close_with_unanswered(till) {
  await till.sign_in();
  await till.page.evaluate(() => {
    const real = window.fetch;
    window.fetch = async (url, ...rest) => {
      const answer = await real(url, ...rest);
      if (!String(url).endsWith('/api/day')) return answer;
      const day = await answer.json();
      return Response.json({ ...day, unresolved: [{ id: 'T1', slip: 'T1', seq: 1,
        state: 'debited', on: day.day, at: '09:00', household: { id: '1', head: '张*国' },
        points: '3.00' }] });
    };
  });
  await to_close(till);
  await till.page.waitForSelector('.band.amber:has-text("有 1 笔没有确认交付")');
}

async function delivered(till) {
  await till.sign_in();
  await till.page.click('.backs button:has-text("入库")');
  await till.screen('goodsin');
  await till.primary();
  await till.failure('bad_input');
  await till.page.fill('input[name=delivery]', 'DN-03-1-2026-04');
  await till.scan(till.fixture.sku);
  await till.page.fill('[data-cell=quantity-0]', '200');
  await till.page.fill('[data-cell=unit_cost-0]', '26.00');
  await till.page.fill('[data-cell=best_before-0]', '2026-12-01');
  await till.scan(till.fixture.other);
  await till.page.fill('[data-cell=quantity-1]', '5');
  await second(till);
  const asked = till.page.waitForRequest('**/api/goods-in');
  await till.primary();
  const { lines, donor, source } = (await asked).postDataJSON();
  assert.deepEqual([source, donor], ['donor', till.fixture.donor]);
  assert.deepEqual(lines, [
    { sku: till.fixture.sku, quantity: '200', unit_cost: '26.00', best_before: '2026-12-01',
      restriction: '' },
    { sku: till.fixture.other, quantity: '5', unit_cost: '', best_before: '', restriction: '' }]);
  await till.screen('card');
  await till.page.waitForSelector('#notice:has-text("入库完成")');
}

async function delivered_twice(till) {
  const fill = async () => {
    await till.page.click('.backs button:has-text("入库")');
    await till.screen('goodsin');
    await till.page.fill('input[name=delivery]', 'DN-1');
    await till.page.click('input[value=purchase]');
    await till.page.selectOption('select[name=sku-0]', till.fixture.sku);
    await till.page.fill('[data-cell=quantity-0]', '1');
    await second(till);
    await till.primary();
  };
  await till.sign_in();
  await fill();
  await till.screen('card');
  await fill();
  await till.failure('duplicate');
  await till.screen('goodsin');
  assert.equal(await till.page.inputValue('input[name=delivery]'), 'DN-1');
}

async function what_runs_out(till) {
  await till.sign_in();
  await till.page.click('.backs button:has-text("货架")');
  await till.screen('shelf');
  const rows = till.page.locator('.watch .line');
  assert.match(await rows.nth(0).innerText(), /其中 3 .账上无货[^]*缺货，自 2026 年 4 月 6 日/);
  assert.match(await rows.nth(1).innerText(), /专用 2 .[^]*不够两周/);
  assert.equal(await till.text('#covered'), '87%');
  await till.page.waitForSelector('#thin');
  await till.primary();
  await till.screen('card');
}

export const tests = [
  { name: 'a return asks for goods, a reason and the supervisor', body: take_back, mocked: true },
  { name: 'no more is taken back than was sold', body: not_more_than_sold },
  { name: 'goods are exchanged for others', body: exchanged },
  { name: 'a slip is found by scanning it', body: scanned_slip },
  { name: 'earlier days are a step away', body: other_day },
  { name: 'the count is blind until it differs', body: close_blind, mocked: true },
  { name: 'nobody closes the day alone', body: close_refused },
  { name: 'the close lists what is unanswered', body: close_with_unanswered },
  { name: 'a delivery is scanned and taken in', body: delivered },
  { name: 'a delivery note counts once', body: delivered_twice },
  { name: 'the shelf says what runs out', body: what_runs_out, mocked: true },
];
