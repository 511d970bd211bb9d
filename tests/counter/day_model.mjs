// What a day at the counter must come to, kept as naively as it can be: balances and pieces in maps.
// Amounts are whole hundredths of a point.

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
export function random_of(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** 1250 -> "12.5", as the page writes it. */
export const shown = (value) => (value < 0 ? '−' : '') + String(Math.abs(value) / 100);

export class Model {
  /** @param village {households, goods, minimum}: as the ledger has them before the day */
  constructor(village, seed) {
    this.random = random_of(seed);
    this.minimum = village.minimum;
    this.households = village.households.map((household) => ({ ...household }));
    this.goods = new Map(village.goods.map((goods) => [goods.sku, { ...goods }]));
    this.sales = new Map(); // id -> {household, lines, points, state}
  }

  below(most) {
    return Math.floor(this.random() * most);
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  price(lines) {
    return lines.reduce((sum, { sku, pieces }) => sum + this.goods.get(sku).price * pieces, 0);
  }

  /** How many of these goods this household could still take today. */
  free(household, sku) {
    const goods = this.goods.get(sku);
    return Math.min(goods.stock, goods.limit - (household.taken[sku] ?? 0));
  }

  /** Somebody who can take at least `kinds` kinds of goods, with what they take. */
  shopper(kinds = 1) {
    for (let tries = 0; tries < 2000; tries += 1) {
      const household = this.pick(this.households);
      const lines = this.basket(household, kinds);
      if (lines) return { household, lines };
    }
    throw new Error('nobody can take anything any more');
  }

  basket(household, kinds) {
    const lines = [];
    let left = household.balance;
    const skus = [...this.goods.keys()];
    for (let tries = 0; tries < 12 && lines.length < kinds + this.below(2); tries += 1) {
      const sku = this.pick(skus);
      const pieces = 1 + this.below(2);
      const points = this.goods.get(sku).price * pieces;
      if (points > left || pieces > this.free(household, sku)) continue;
      if (lines.some((line) => line.sku === sku)) continue;
      lines.push({ sku, pieces });
      left -= points;
    }
    return lines.length >= kinds && this.price(lines) >= this.minimum ? lines : null;
  }

  move(household, lines, sign) {
    household.balance -= sign * this.price(lines);
    for (const { sku, pieces } of lines) {
      this.goods.get(sku).stock -= sign * pieces;
      household.taken[sku] = (household.taken[sku] ?? 0) + sign * pieces;
    }
  }

  debited(id, household, lines) {
    if (this.sales.has(id)) throw new Error(`${id} was debited twice`);
    this.move(household, lines, 1);
    this.sales.set(id, { household, lines, points: this.price(lines), state: 'debited' });
  }

  ticked(id) {
    this.sales.get(id).state = 'done';
  }

  /** Points and goods of the sale are where they came from. */
  back(id, state) {
    const sale = this.sales.get(id);
    this.move(sale.household, sale.lines, -1);
    sale.state = state;
  }

  /** Some goods came back; what was kept is a sale of its own. */
  returned(id, back, again) {
    const { household, lines } = this.sales.get(id);
    this.back(id, 'returned');
    const kept = lines.map(({ sku, pieces }) => (
      { sku, pieces: pieces - (back.find((line) => line.sku === sku)?.pieces ?? 0) }))
      .filter(({ pieces }) => pieces > 0);
    if (!kept.length) return;
    this.debited(again, household, kept);
    this.ticked(again);
  }

  delivered(sku, pieces) {
    this.goods.get(sku).stock += pieces;
  }

  /** What the day came to, for whoever compares it with the ledger. */
  result() {
    const sales = [...this.sales].map(([id, sale]) => [id, {
      household: sale.household.id, points: sale.points, state: sale.state,
      lines: sale.lines.map(({ sku, pieces }) => [sku, pieces]) }]);
    return {
      balances: Object.fromEntries(this.households.map(({ id, balance }) => [id, balance])),
      stock: Object.fromEntries([...this.goods].map(([sku, { stock }]) => [sku, stock])),
      sales: Object.fromEntries(sales) };
  }
}
