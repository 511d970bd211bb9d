// From the start of the page to the end of a visit: what each step asks of the server.
import { Refused, Unreached, get, post, put, remove } from './api.js';
import { fail, go, set, state } from './store.js';
import { accepted, refused, say } from './sound.js';
import { points } from './format.js';
import { tr } from './words.js';

/** Does a piece of work; what goes wrong is shown, and the answer is then undefined.
 * @template T @param {() => Promise<T>} work @returns {Promise<T | undefined>} */
export async function attempt(work) {
  const session = state.clerk?.csrf;
  set({ busy: state.busy + 1, failure: null });
  try {
    return await work();
  } catch (error) {
    await explain(error, session);
    return undefined;
  } finally {
    set({ busy: state.busy - 1 });
  }
}

/** @param {unknown} error @param {string | undefined} session in which it was asked */
async function explain(error, session) {
  if (error instanceof Unreached) return; // the header and the amber band say so
  if (!(error instanceof Refused)) throw error;
  const { failure } = error;
  if (failure.code === 'session.none' && state.clerk?.csrf !== session) return; // locked long ago
  refused();
  if (failure.code === 'session.none') {
    lock();
  } else if (failure.code === 'visit.none') {
    go('card');
  } else if (['visit.open', 'unresolved', 'disk.full', 'clock.wrong'].includes(failure.code)) {
    await refresh().catch(() => undefined); // unreached: the refusal is shown all the same
    if (failure.code === 'visit.open') await proceed();
    if (failure.code === 'unresolved' && state.server?.unresolved.length) return go('unresolved');
  }
  if (failure.facts.tries_left !== undefined && state.asked)
    set({ asked: { ...state.asked, tries_left: failure.facts.tries_left } });
  fail(failure);
}

/** A refusal that the page itself gives. @param {string} code @param {string} zh @param {string} en */
export function refuse(code, zh, en) {
  refused();
  fail({ code, facts: {}, text: { zh, en } });
}

let asked_last = 0;
let answered_last = 0;

/** Asks how the shop stands. A session that ended meanwhile locks the page. */
export async function refresh() {
  const before = state.clerk?.csrf;
  const asked = asked_last += 1;
  const server = /** @type {import('./contract').State} */ (await get('state'));
  if (state.clerk?.csrf !== before) return; // an answer to a question of another session
  if (asked < answered_last) return; // a later question was answered first
  answered_last = asked;
  set({ server, server_at: performance.now() });
  if (state.clerk && !server.clerk) lock();
  else set({ clerk: server.clerk });
}

/** Forgets whose turn it was; the server keeps the visit. */
function lock() {
  set({ clerk: null, visit: null, asked: null, redemption: null, day: null, closing: null });
  go('signin');
  set({ notice: 'locked' });
  load_clerks();
}

export const load_clerks = () => attempt(async () => set({ clerks: (await get('clerks')).clerks }));

/** Where to go on: unanswered hand-overs first, then the visit that was open, then the next card. */
export async function proceed() {
  if (!state.clerk || !state.server) return go('start');
  if (state.server.unresolved.length) return go('unresolved');
  if (!state.server.visit) return go('card');
  set({ visit: state.server.visit });
  await load_goods();
  if (!state.visit) return; // locked meanwhile
  go(state.visit.cart.lines.length ? 'cart' : 'balance');
  set({ notice: 'restored' });
}

/** @param {string} officer @param {string} pin */
export const sign_in = (officer, pin) => attempt(async () => {
  try {
    set({ clerk: (await post('session', { officer, pin })).clerk });
  } catch (error) {
    load_clerks();
    throw error;
  }
  await refresh();
  await proceed();
});

export const sign_out = () => attempt(async () => {
  if (state.clerk) await remove('session');
  lock();
  set({ notice: '' });
});

/** @param {string} code of a card, a passbook or a household */
export const read_card = (code) => attempt(async () => {
  const asked = /** @type {import('./contract').Asked} */ (await post('card', { code }));
  accepted();
  set({ asked });
  go('identity', { receiver: 'self', answer: '', proxy: '' });
});

/** @param {string} text */
export const search = (text) => attempt(async () => {
  const found = await get('households?q=' + encodeURIComponent(text));
  if (state.form.search === text) set({ form: { ...state.form, found } });
});

export const open_visit = () => attempt(async () => {
  const { asked, form } = state;
  if (!asked) return;
  if (form.receiver === 'proxy' && !form.proxy.trim())
    return refuse('bad_input', '请填写代领人姓名', 'Write down who collects the goods');
  const visit = /** @type {import('./contract').Visit} */ (await post('visit', {
    household: asked.household.id, card: asked.card, answer: form.answer.trim(),
    receiver: form.receiver, proxy: form.receiver === 'proxy' ? form.proxy.trim() : '',
  }));
  set({ visit });
  await load_goods();
  go('balance');
  const available = points(visit.balance.available);
  say(tr(`可用积分${available}分`, `${available} points available`));
});

export const load_goods = () => attempt(async () => set({ goods: await get('goods') }));

/** Ends the visit without a redemption. */
export const leave = () => attempt(async () => {
  await remove('visit');
  await refresh();
  set({ visit: null, asked: null });
  go('card');
});

/** @type {import('./contract').Line[] | null} */
let wanted = null;
/** @type {Promise<unknown> | null} */
let sending = null;

export const lines = () => wanted ?? state.visit?.cart.lines.map(
  ({ sku, quantity, restriction }) => ({ sku, quantity, restriction })) ?? [];

/** Sends the whole cart; while one is under way only the newest of the later ones follows it.
 * @param {import('./contract').Line[]} next */
export function change(next) {
  wanted = next;
  sending ??= attempt(send);
  return sending;
}

async function send() {
  try {
    await send_newest();
  } finally { // what is changed while a refusal is explained begins anew
    sending = null;
    wanted = null;
  }
}

async function send_newest() {
  for (;;) {
    const sent = wanted;
    try {
      const cart = /** @type {import('./contract').Cart} */ (await put('cart', { lines: sent }));
      if (wanted !== sent) continue;
      if (state.visit) set({ visit: { ...state.visit, cart } });
      return;
    } catch (error) {
      if (wanted === sent) throw error; // what was added meanwhile is not lost with it
    }
  }
}

/** @param {string} sku @param {number} by @param {string} [restriction] */
export function add(sku, by, restriction) {
  const now = lines();
  const line = now.find((each) => each.sku === sku);
  const quantity = Number(line?.quantity ?? 0) + by;
  const kept = { sku, quantity: String(quantity),
                 restriction: restriction ?? line?.restriction ?? '' };
  const goods = state.goods?.goods.find((each) => each.sku === sku);
  if (by > 0 && goods)
    say(tr(`${goods.name}，${quantity}${goods.unit}，每${goods.unit}${points(goods.price)}分`,
      `${goods.name}, ${quantity}, ${points(goods.price)} points each`));
  const rest = quantity > 0 ? [kept] : [];
  return change(line ? now.flatMap((each) => (each === line ? rest : [each])) : [...now, ...rest]);
}

/** @param {string} code */
export function scan_goods(code) {
  const goods = state.goods?.goods.find((each) => each.sku === code.toUpperCase());
  if (!goods)
    return refuse('goods.unknown', `价目表里没有“${code}”，没有加入`,
      `"${code}" is not in the price list; nothing was added`);
  accepted();
  if (state.screen === 'balance') go('cart');
  return add(goods.sku, 1);
}

export async function to_confirm() {
  await sending;
  const cart = state.visit?.cart;
  if (!cart?.lines.length)
    return refuse('nothing', '还没有选商品', 'No goods are chosen yet');
  go('confirm');
  const total = points(cart.points), after = points(cart.after);
  say(cart.lines.map((line) => `${line.name}，${line.quantity}${line.unit}`).join('，') +
    tr(`。一共${total}分，换后剩${after}分`, `. ${total} points in all, ${after} will be left`));
}

/** Debits. The id is the visit's, so that doing this twice is doing it once. */
export const redeem = () => attempt(async () => {
  const { visit, goods } = state;
  if (!visit || !goods) return;
  try {
    const redemption = await post('redemptions', { id: visit.redemption, lines: lines(),
                                                   prices: goods.prices });
    if (state.redemption?.id === redemption.id) return;
    set({ redemption, visit: null, asked: null });
    go('handover');
    say(tr('已扣分，请把商品交给住户', 'The points are taken. Please hand over the goods.'));
  } catch (error) {
    if (error instanceof Unreached) set({ notice: 'unsure' });
    if (error instanceof Refused && error.failure.code === 'prices.stale') await reprice();
    else if (error instanceof Refused && state.server?.lease) await recount(visit.redemption);
    throw error;
  }
});

/** What a leased till may still use can have changed with the hub's answer. @param {string} id */
async function recount(id) {
  const { visit } = await get('state');
  if (visit?.redemption === id) set({ visit });
}

/** Takes the list now in force; what it changed is to be seen before the next confirmation. */
export const reprice = () => attempt(async () => {
  const before = Object.fromEntries(
    (state.visit?.cart.lines ?? []).map((line) => [line.sku, line.price]));
  await load_goods();
  await change(lines());
  set({ form: { ...state.form, before } });
});

export const handed = () => attempt(async () => {
  const { redemption } = state;
  if (!redemption || state.screen === 'receipt') return;
  const done = await post(`redemptions/${redemption.id}/handed`);
  if (state.screen !== 'handover') return;
  set({ redemption: done });
  go('receipt');
  say(tr(`换购完成，剩${points(done.after)}分`, `Done. ${points(done.after)} points are left.`));
  const ready = state.server?.printer.state === 'ok';
  if (ready && done.copies === 0) await print();
});

/** @param {string} id @param {string} reason */
export const not_handed = (id, reason) => attempt(async () => {
  const taken = await post(`redemptions/${id}/not-handed`, { reason });
  await refresh();
  set({ redemption: null });
  await proceed();
  if (state.screen === 'card') set({ notice: 'taken_back' });
  say(tr(`没有交付，退回${points(taken.points)}分`, `${points(taken.points)} points given back`));
});

export const print = () => attempt(async () => {
  if (!state.redemption || !state.server) return;
  const { printer, copies } = await post(`redemptions/${state.redemption.id}/print`);
  if (state.server && state.redemption)
    set({ server: { ...state.server, printer }, redemption: { ...state.redemption, copies } });
});

/** The receipt is dealt with: the next household, or what is still unanswered. */
export const next = () => attempt(async () => {
  await refresh();
  set({ redemption: null, visit: null });
  await proceed();
});
