// The mock's shop: a few households, a shelf, a till. Points in hundredths, goods in pieces.
const texts = {
  'pin.wrong': ['密码不对', 'The PIN is wrong'],
  'pin.locked': ['密码已锁定', 'The PIN is locked'],
  'session.none': ['请先登录', 'Please sign in'],
  csrf: ['请求不是本页发出的', 'The request is not of this page'],
  origin: ['请求来自别处', 'The request comes from elsewhere'],
  'visit.none': ['没有正在办理的户', 'No visit is open'],
  'identity.wrong': ['核对不符', 'It does not match'],
  'identity.locked': ['核对次数已满', 'Too many tries'],
  'id.conflict': ['同一编号，内容不同', 'The same number with other content'],
  unresolved: ['有一笔没有确认交付', 'A hand-over is unanswered'],
  'supervisor.needed': ['要超市监督员同意', 'The shop supervisor must agree'],
  bad_input: ['填写有误', 'Something is filled in wrongly'],
  not_found: ['没有这一笔', 'There is no such thing'],
  'card.unknown': ['没有这张卡', 'There is no such card'],
  'card.stopped': ['此卡已挂失或已换卡，不能使用', 'The card was lost or replaced'],
  'goods.unknown': ['价目表里没有此商品', 'The goods are not in the price list'],
  'goods.limit': ['本月该商品已兑换到上限', 'The monthly limit is reached'],
  'stock.short': ['货架上的货不够', 'There is not enough on the shelf'],
  'points.short': ['可用积分不够', 'There are not enough points'],
  'points.minimum': ['低于起兑积分', 'Below the minimum for redeeming'],
  'prices.stale': ['价目表不是当日有效版本', 'The price list is not the one in force'],
  'role.four_eyes': ['经办人与审核人不能是同一人', 'Nobody confirms what they proposed'],
  'count.reason': ['点数和账上不一样，请写原因', 'The count differs: give the reasons'],
  duplicate: ['已经登记过', 'It is registered already'],
};

export class Problem extends Error {
  constructor(status, code, facts = {}) {
    super(code);
    this.status = status;
    const [zh, en] = texts[code];
    this.failure = { code, facts, text: { zh, en } };
  }
}

const amount = (cents) => (cents / 100).toFixed(2);
const problem = (code, facts) => new Problem(409, code, facts).failure;

const priced = [['G01', '钢丝球', '包', 100, 5], ['G03', '食盐', '袋', 200, 5],
  ['G04', '肥皂', '块', 300, 5], ['G06', '毛巾', '条', 600, 3], ['G07', '牙刷', '套', 500, 3],
  ['G09', '洗洁精', '瓶', 600, 3], ['G10', '洗衣粉', '袋', 1200, 2], ['G12', '抽纸', '提', 1200, 3],
  ['G14', '生抽', '瓶', 700, 3], ['G16', '挂面', '把', 700, 4], ['G17', '大米', '袋', 3000, 2],
  ['G18', '面粉', '袋', 2400, 2], ['G19', '食用油', '桶', 6500, 1], ['G23', '保温壶', '个', 4000, 1]];

const households = [
  ['0301017', '张*国', '张', '3组', 4, 'C0301017-1', 'phone', '17', 8600],
  ['0301018', '李*梅', '李', '3组', 2, 'C0301018-1', 'family', '李', 3000],
  ['0301019', '王*山', '王', '4组', 1, 'C0301019-1', 'none', '', 1000]];

/** Goods that the operator has taken a picture of; G19's file is gone since. */
export const pictured = new Set(['G04', 'G10', 'G17', 'G19']);

const pins = { KP03: '135790', KP04: '246802', SV03: '975310' };
const names = { KP03: '李梅', KP04: '周桂芳', SV03: '吴建国' };

export class Counter {
  constructor() {
    this.goods = new Map(priced.map(([sku, name, unit, price, limit]) => [sku, { sku, name, unit,
      price, limit, shelf: sku === 'G23' ? 0 : 12,
      restrictions: sku === 'G18' ? ['困难户'] : [] }]));
    this.households = new Map(households.map(([id, head, family, group, people, card, ask, key,
      points]) => [id, { id, head, family, group, people, card, ask, key, points, tries: 3,
      taken: {} }]));
    this.redemptions = new Map();
    this.deliveries = new Set();
    this.wrong = {};
    this.visit = null;
    this.prices = 7;
    this.printer = 'ok';
    this.scanner = 'none';
    this.read_only = false;
    this.rehearsal = false;
    this.clock_ok = true;
    this.closed = false;
    this.sequence = 122;
  }

  arrange({ printer, scanner, read_only, clock, rehearsal, price, shelf }) {
    if (printer) this.printer = printer;
    if (scanner) this.scanner = scanner;
    if (read_only) this.read_only = read_only === '1';
    if (clock) this.clock_ok = clock === '1';
    if (rehearsal) this.rehearsal = rehearsal === '1';
    const [sku, value] = (price ?? shelf ?? '').split(':');
    if (price) {
      this.goods.get(sku).price = Number(value);
      this.prices += 1;
    }
    if (shelf) this.goods.get(sku).shelf = Number(value);
  }

  tally() {
    return { redemptions: this.redemptions.size,
      points: Object.fromEntries([...this.households].map(([id, h]) => [id, amount(h.points)])),
      shelf: Object.fromEntries([...this.goods].map(([sku, g]) => [sku, g.shelf])) };
  }

  printer_now() {
    const [zh, en] = { ok: ['打印机正常', 'Printer ready'], paper_out: ['打印机缺纸', 'Out of paper'],
      offline: ['打印机离线', 'Printer offline'], none: ['没有打印机', 'No printer'] }[this.printer];
    return { state: this.printer, text: { zh, en } };
  }

  scanner_now() {
    const [zh, en] = { none: ['扫码枪按键盘方式', 'The scanner types'],
      away: ['扫码枪没有接好', 'The scanner is not connected'] }[this.scanner];
    return { state: this.scanner, text: { zh, en } };
  }

  state_for(clerk) {
    return { shop: { id: '03-1', name: '青石村爱心超市' }, village: { id: 'V03', name: '青石村' },
      township: '官桥镇', now: '2026-04-08 09:30', today: '2026-04-08', mode: 'alone', lease: null,
      rehearsal: this.rehearsal, read_only: this.read_only,
      clock: { ok: this.clock_ok, last: '2026-04-09 17:02' }, printer: this.printer_now(),
      scanner: this.scanner_now(),
      disk_free_mb: 5120, clerk, unresolved: clerk ? this.unresolved() : [],
      visit: clerk && this.visit ? this.visit_now() : null, closed_today: this.closed,
      version: '0.1.0' };
  }

  clerks() {
    return { clerks: ['KP03', 'KP04'].map((officer) => ({ officer, name: names[officer],
      locked_seconds: (this.wrong[officer] ?? 0) >= 5 ? 900 : 0 })) };
  }

  sign_in(officer, pin) {
    const wrong = this.wrong[officer] ?? 0;
    if (wrong >= 5) throw new Problem(423, 'pin.locked', { wait_seconds: 900 });
    if (pins[officer] !== pin) {
      this.wrong[officer] = wrong + 1;
      throw new Problem(401, 'pin.wrong', { wait_seconds: 2 ** wrong, tries_left: 4 - wrong });
    }
    this.wrong[officer] = 0;
    return { officer, name: names[officer] };
  }

  goods_list() {
    return { list: 'goods', version: 1, prices: this.prices, minimum: '2.00',
      goods: [...this.goods.values()].map((g) => ({ sku: g.sku, name: g.name, unit: g.unit,
        price: amount(g.price), monthly_limit: String(g.limit), on_shelf: String(g.shelf),
        restrictions: g.restrictions, best_before: '',
        picture: pictured.has(g.sku) ? '1' : '' })) };
  }

  shelf_watch() {
    const goods = [...this.goods.values()].map((g) => ({ sku: g.sku, name: g.name, unit: g.unit,
      state: g.shelf === 0 ? 'out' : g.sku === 'G18' ? 'low' : 'enough', left: String(g.shelf),
      restricted: g.sku === 'G18' ? '2' : '0', spoiled: '0', handed_out: '40',
      beyond: g.shelf === 0 ? '3' : '0', empty_since: g.shelf > 0 ? '' : '2026-04-06' }));
    goods.sort((a, b) => ['out', 'low', 'enough'].indexOf(a.state)
      - ['out', 'low', 'enough'].indexOf(b.state));
    return { weeks: 4, goods, fund: { stock: '300.00', cash: '50.00', spendable: '400.00',
      percent: '87', thin: true } };
  }

  masked({ id, head, group, people }) {
    return { id, head, group, people, village: { id: 'V03', name: '青石村' } };
  }

  card(code) {
    if (code === 'C0301017-0') throw new Problem(409, 'card.stopped');
    const h = [...this.households.values()].find((each) => each.card === code || each.id === code);
    if (!h) throw new Problem(409, 'card.unknown');
    return { household: this.masked(h), card: code === h.card ? code : '', ask: h.ask,
      tries_left: h.tries };
  }

  search(q) {
    const found = [...this.households.values()].filter((h) => h.family.includes(q) ||
      h.group.includes(q) || h.head.includes(q));
    return { households: found.map((h) => this.masked(h)), more: false };
  }

  open_visit({ household, answer, receiver, proxy }) {
    if (this.unresolved().length) throw new Problem(409, 'unresolved');
    const h = this.households.get(household);
    if (h.tries <= 0) throw new Problem(423, 'identity.locked', { wait_seconds: 600 });
    if (h.ask !== 'none' && answer !== h.key) {
      h.tries -= 1;
      throw new Problem(403, 'identity.wrong', { tries_left: h.tries });
    }
    this.sequence += 1;
    this.visit = { id: `T03-1-${String(this.sequence).padStart(6, '0')}`, h, receiver, proxy,
      lines: [] };
    return this.visit_now();
  }

  visit_now() {
    const { visit } = this;
    if (!visit) throw new Problem(409, 'visit.none');
    return { redemption: visit.id, household: this.masked(visit.h), receiver: visit.receiver,
      prices: this.prices, balance: { available: amount(visit.h.points),
        pending: [{ points: '12.00', until: '2026-04-20' }],
        expiring: [{ points: '5.50', on: '2026-06-30' }], arrears: '0.00', honour: '3.00' },
      limits: this.limits(visit.h), cart: this.cart(visit) };
  }

  limits(h) {
    return Object.fromEntries([...this.goods.values()].map((g) => [g.sku, {
      left: String(g.limit - (h.taken[g.sku] ?? 0)), resets: '2026-05-01' }]));
  }

  drop_visit() {
    this.visit = null;
    return {};
  }

  set_cart(lines) {
    if (!this.visit) throw new Problem(409, 'visit.none');
    for (const { sku } of lines)
      if (!this.goods.has(sku)) throw new Problem(409, 'goods.unknown', { sku });
    this.visit.lines = lines;
    return this.cart(this.visit);
  }

  cart({ lines, h }) {
    const shown = lines.map((line) => this.line(line, h));
    const total = shown.reduce((sum, line) => sum + Math.round(Number(line.points) * 100), 0);
    const problems = [];
    if (total > h.points)
      problems.push(problem('points.short', { missing: amount(total - h.points) }));
    if (lines.length && total < 200) problems.push(problem('points.minimum', { minimum: '2.00' }));
    return { lines: shown, points: amount(total), after: amount(h.points - total), problems,
      ready: lines.length > 0 && !problems.length && shown.every((line) => !line.problem) };
  }

  line({ sku, quantity, restriction }, h) {
    const g = this.goods.get(sku);
    const left = g.limit - (h.taken[sku] ?? 0);
    let wrong = null;
    if (Number(quantity) > g.shelf)
      wrong = problem('stock.short', { available: String(g.shelf) });
    if (Number(quantity) > left)
      wrong = problem('goods.limit', { left: String(left), resets: '2026-05-01' });
    return { sku, name: g.name, unit: g.unit, quantity, price: amount(g.price),
      points: amount(g.price * Number(quantity)), restriction, problem: wrong };
  }

  redeem({ id, lines, prices }, clerk) {
    const known = this.redemptions.get(id);
    if (known) {
      if (JSON.stringify(lines) !== known.asked) throw new Problem(409, 'id.conflict');
      return known;
    }
    const { visit } = this;
    if (!visit || visit.id !== id) throw new Problem(409, 'visit.none');
    if (prices !== this.prices)
      throw new Problem(409, 'prices.stale', { old: prices, new: this.prices });
    const cart = this.cart({ lines, h: visit.h });
    if (!cart.ready) {
      const { code, facts } = cart.problems[0] ?? cart.lines.find((line) => line.problem)?.problem ??
        { code: 'bad_input', facts: {} };
      throw new Problem(409, code, facts);
    }
    const before = visit.h.points;
    this.move(visit.h, cart.lines, -1);
    const done = { id, slip: id, seq: 100 + this.sequence, state: 'debited', on: '2026-04-08',
      at: '09:30', household: { id: visit.h.id, head: visit.h.head }, points: cart.points,
      lines: cart.lines.map(({ problem: _, restriction: __, ...line }) => (
        { ...line, returned: '0' })),
      before: amount(before), after: amount(visit.h.points), code: 'K7Q2-M9XA-4T',
      receiver: visit.receiver, proxy: visit.proxy ?? '',
      clerk: { officer: clerk.officer, name: clerk.name }, copies: 0, checkpoint: false,
      qr: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 21 21"><path d="M0 0h7v7H0zM14 0h7v7' +
        'h-7zM0 14h7v7H0zM9 9h3v3H9zM14 14h2v5h-2z"/></svg>' };
    Object.defineProperty(done, 'asked', { value: JSON.stringify(lines), enumerable: false });
    this.redemptions.set(id, done);
    this.visit = null;
    return done;
  }

  move(h, lines, sign) {
    for (const { sku, quantity, price } of lines) {
      h.points += sign * Math.round(Number(price) * 100) * Number(quantity);
      h.taken[sku] = (h.taken[sku] ?? 0) - sign * Number(quantity);
      this.goods.get(sku).shelf += sign * Number(quantity);
    }
  }

  unresolved() {
    return [...this.redemptions.values()].filter((r) => r.state === 'debited');
  }

  redemption(id) {
    const found = this.redemptions.get(id);
    if (!found) throw new Problem(404, 'not_found', { id });
    return found;
  }

  of_day(day) {
    return { redemptions: [...this.redemptions.values()].filter((r) => r.on === day).reverse() };
  }

  handed(id) {
    const r = this.redemption(id);
    if (r.state === 'debited') r.state = 'done';
    return r;
  }

  not_handed(id) {
    const r = this.redemption(id);
    if (r.state === 'debited') {
      r.state = 'taken_back';
      this.move(this.households.get(r.household.id), r.lines, 1);
    }
    return r;
  }

  print(id) {
    const r = this.redemption(id);
    if (this.printer === 'ok') r.copies += 1;
    return { printer: this.printer_now(), copies: r.copies };
  }

  take_back(id, { lines, supervisor }) {
    const r = this.redemption(id);
    const worth = lines.reduce((sum, { sku, quantity }) => sum + Number(quantity) *
      Number(r.lines.find((line) => line.sku === sku).price), 0);
    if (worth > 20 && !supervisor) throw new Problem(403, 'supervisor.needed');
    if (supervisor && pins[supervisor.officer] !== supervisor.pin)
      throw new Problem(401, 'pin.wrong', { wait_seconds: 1, tries_left: 4 });
    const back = lines.map(({ sku, quantity }) => {
      const line = r.lines.find((each) => each.sku === sku);
      line.returned = String(Number(line.returned) + Number(quantity));
      return { ...line, quantity };
    });
    const h = this.households.get(r.household.id);
    this.move(h, back, 1);
    if (r.lines.every((line) => line.returned === line.quantity)) r.state = 'returned';
    return { returned: r, again: null };
  }

  day() {
    const all = [...this.redemptions.values()];
    const sold = all.filter((r) => r.state !== 'taken_back');
    return { day: '2026-04-08', redemptions: sold.length,
      points: amount(sold.reduce((sum, r) => sum + Math.round(Number(r.points) * 100), 0)),
      returns: all.filter((r) => r.state === 'returned').length, unresolved: this.unresolved(),
      count: ['G17', 'G19'].map((sku) => {
        const { name, unit } = this.goods.get(sku);
        return { sku, name, unit };
      }), closed: this.closed };
  }

  four_eyes({ officer, pin }) {
    if (officer === 'KP03') throw new Problem(409, 'role.four_eyes');
    if (pins[officer] !== pin) throw new Problem(401, 'pin.wrong', { wait_seconds: 1, tries_left: 4 });
  }

  close({ counts, second }) {
    if (this.unresolved().length) throw new Problem(409, 'unresolved');
    this.four_eyes(second);
    const differences = counts.map(({ sku, counted, reason }) => {
      const g = this.goods.get(sku);
      return { sku, name: g.name, counted, book: String(g.shelf),
        difference: String(Number(counted) - g.shelf), reason };
    }).filter((each) => each.difference !== '0');
    const unexplained = differences.filter((each) => !each.reason);
    if (unexplained.length)
      throw new Problem(409, 'count.reason', { differences: unexplained });
    this.closed = true;
    return { differences, head: { size: 412, root: 'x'.repeat(3) + 'Qm3vT0bY1kZr8uJ5wN2hC7sP4d' },
      note: '' };
  }

  goods_in({ delivery, lines, second }) {
    this.four_eyes(second);
    if (this.deliveries.has(delivery)) throw new Problem(409, 'duplicate', { delivery });
    this.deliveries.add(delivery);
    for (const { sku, quantity } of lines) this.goods.get(sku).shelf += Number(quantity);
    return { seq: 500 };
  }
}
