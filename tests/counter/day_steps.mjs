// The steps of a visit as a clerk takes them, each checked against the model as it is taken.
import assert from 'node:assert/strict';
import { shown } from './day_model.mjs';

export class Day {
  constructor(till, program, model) {
    Object.assign(this, { till, program, model });
  }

  get page() {
    return this.till.page;
  }

  // From the card to the balance

  async present(household) {
    const way = this.model.below(5);
    if (way < 3) {
      await this.till.scan(household.card);
    } else if (way === 3) {
      await this.page.fill('input[name=code]', this.model.pick([household.passbook, household.id]));
      await this.till.primary();
    } else {
      await this.page.fill('input[name=search]', household.id);
      await this.page.click(`.row:has-text("${household.id}")`);
    }
    await this.till.screen('identity');
  }

  async answer(household, answer = household.answer) {
    const receiver = this.model.pick(['self', 'self', 'family', 'proxy']);
    await this.page.click(`input[value=${receiver}]`);
    if (receiver === 'proxy') await this.page.fill('input[name=proxy]', '张小红');
    await this.page.fill('input[name=answer]', answer);
    await this.till.primary();
  }

  async arrive(household) {
    await this.present(household);
    await this.answer(household);
    await this.till.screen('balance');
    assert.equal(await this.till.text('#available'), shown(household.balance));
  }

  // The cart

  /** Puts pieces in, one at a time: a scan, or a touch of the picture. */
  async put(sku, pieces, before = 0) {
    const { price } = this.model.goods.get(sku);
    for (let piece = 1; piece <= pieces; piece += 1) {
      const scanned = this.model.below(2) === 0;
      if (scanned) await this.till.scan(sku);
      else await this.page.click(`.goods[data-sku=${sku}]`);
      await this.till.total(shown(before + price * piece));
    }
    return before + price * pieces;
  }

  async choose(lines) {
    if (await this.till.one_of(['balance', 'cart']) === 'balance') await this.till.primary();
    await this.till.screen('cart');
    let total = 0;
    for (const { sku, pieces } of lines) total = await this.put(sku, pieces, total);
    return total;
  }

  async to_confirm(household, lines) {
    await this.till.primary();
    await this.till.screen('confirm');
    const after = household.balance - this.model.price(lines);
    assert.equal(await this.till.text('#after'), shown(after));
  }

  /** Up to the question whether all this is right. */
  async prepare({ household, lines }) {
    await this.arrive(household);
    await this.choose(lines);
    await this.to_confirm(household, lines);
  }

  async id_of_visit() {
    return (await this.till.api('visit')).redemption;
  }

  // From the debit to the slip

  /** Debits, and hears it from the page. The id of the sale. */
  async debit({ household, lines }) {
    const id = await this.id_of_visit();
    await this.till.hold(() => this.till.screen('handover'));
    this.model.debited(id, household, lines);
    assert.equal(await this.page.locator('.sums .result dd').innerText(), shown(household.balance));
    return id;
  }

  async tick(id) {
    await this.till.primary();
    await this.till.screen('receipt');
    this.model.ticked(id);
  }

  async next() {
    await this.till.idle();
    await this.till.primary();
    await this.till.screen('card');
  }

  async sell(shopper) {
    await this.prepare(shopper);
    const id = await this.debit(shopper);
    await this.tick(id);
    return id;
  }

  async leave() {
    await this.page.click('text=不换了');
    await this.till.screen('card');
  }

  // Power cuts

  async restart() {
    return this.till.come_back(this.program, this.model.below(3) > 0);
  }

  async cut() {
    await this.program.kill();
    return this.restart();
  }

  /** Kills the program so many milliseconds after the page asked for `path`. */
  async cut_while(path, act, after_ms) {
    const asked = this.page.waitForRequest((request) => (
      request.method() === 'POST' && new URL(request.url()).pathname.endsWith(path)));
    const acting = act();
    await asked;
    if (after_ms > 0) await new Promise((resolve) => { setTimeout(resolve, after_ms); });
    await this.program.kill();
    await acting;
    return this.restart();
  }

  /** The question after a cut: it names the sale, and nobody else is served before the answer. */
  async asked_about(id) {
    const sale = this.model.sales.get(id);
    const facts = await this.page.locator('.question dd').allInnerTexts();
    assert.equal(facts[1], `${shown(sale.points)} 分`);
    assert.equal(facts[3], id);
  }

  async say_given(id) {
    await this.till.primary();
    await this.till.screen('card');
    this.model.ticked(id);
  }

  async say_not_given(id) {
    await this.page.click('#not-handed');
    await this.page.click(`.reasons button >> nth=${this.model.below(3)}`);
    await this.till.screen('card');
    this.model.back(id, 'taken_back');
  }

  // Goods that come back

  async open_sale(id) {
    await this.page.click('text=退货 · 补打');
    await this.till.screen('records');
    await this.till.scan(id);
    await this.till.screen('return');
  }

  /** Chooses the goods that come back, and why. */
  async choose_back(back) {
    for (const { sku, pieces } of back) {
      const more = this.page.locator(`.lines [data-sku=${sku}] .stepper button`).nth(1);
      for (let piece = 0; piece < pieces; piece += 1) await more.click();
    }
    await this.page.click('input[name=reason] >> nth=0');
  }

  async from_records() {
    await this.page.click('.backs button >> nth=0');
    await this.till.screen('records');
    await this.page.click('.backs button >> nth=0');
    await this.till.screen('card');
  }
}
