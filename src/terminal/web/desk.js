// Beside the visits: earlier redemptions and returns, the close of the day, goods that come in.
import { Refused, get, post } from './api.js';
import { go, set, state } from './store.js';
import { attempt, next, refresh, refuse } from './flows.js';
import { second } from './widgets.js';
import { say } from './sound.js';
import { times } from './format.js';
import { tr } from './words.js';

/** The redemptions of a day, newest first. @param {string} [day] */
export const open_records = (day = state.server?.today ?? '') => attempt(async () => {
  const { redemptions } = await get('redemptions?day=' + encodeURIComponent(day));
  go('records', { day, redemptions });
});

/** @param {string} id of a redemption, or the code on its slip */
export const open_redemption = (id) => attempt(async () => {
  set({ redemption: await get('redemptions/' + encodeURIComponent(id.replaceAll('/', '-'))) });
  go('return', { back: {}, exchange: [], reason: '' });
  if (!state.goods && !state.server?.lease) set({ goods: await get('goods') });
});

/** Answers "were the goods given?" for the first of those that nobody answered. @param {string} id */
export const was_handed = (id) => attempt(async () => {
  await post(`redemptions/${id}/handed`);
  await next();
});

export const give_back = () => attempt(async () => {
  const { redemption, form } = state;
  if (!redemption) return;
  const lines = Object.entries(form.back).filter(([, quantity]) => Number(quantity) > 0)
    .map(([sku, quantity]) => ({ sku, quantity: String(quantity) }));
  if (!lines.length)
    return refuse('nothing', '还没有选要退的商品', 'No goods to take back are chosen');
  if (!form.reason)
    return refuse('bad_input', '请选择原因', 'Choose a reason');
  const exchange = form.exchange.filter((/** @type {any} */ line) => line.sku);
  try {
    const answer = /** @type {import('./contract').Returned} */ (
      await post(`redemptions/${redemption.id}/return`, {
        lines, exchange, reason: form.reason,
        supervisor: form.supervisor ? second() : undefined }));
    set({ redemption: answer.again ?? answer.returned });
    if (answer.again?.state === 'debited') return go('handover');
    go('return', { back: {}, exchange: [], reason: '' });
    set({ notice: 'returned' });
    say(tr('已退货，积分已退回', 'Taken back; the points are given back'));
  } catch (error) {
    if (error instanceof Refused && error.failure.code === 'supervisor.needed')
      set({ form: { ...state.form, supervisor: true } });
    throw error;
  }
});

export const open_close = () => attempt(async () => {
  set({ day: await get('day'), closing: null });
  go('close', { counts: {}, reasons: {}, differences: null });
});

export const close_day = () => attempt(async () => {
  const { day, form } = state;
  if (!day) return;
  const missing = day.count.find(({ sku }) => !/^\d+$/.test(form.counts[sku] ?? ''));
  if (missing)
    return refuse('bad_input', `${missing.name}还没有点数`, `${missing.name} is not counted yet`);
  const counts = day.count.map(({ sku }) => (
    { sku, counted: form.counts[sku], reason: form.reasons[sku] ?? '' }));
  try {
    set({ closing: await post('day/close', { counts, second: second() }) });
    go('close');
    await refresh();
  } catch (error) {
    if (error instanceof Refused && error.failure.code === 'count.reason')
      note_differences(error.failure.facts.differences);
    throw error;
  }
});

/** Keeps what the book says of each kind that differs; the clerk may then count once more.
 * @param {import('./contract').Difference[]} found */
function note_differences(found) {
  const noted = Object.fromEntries(found.map((each) => [each.sku, each]));
  set({ form: { ...state.form, differences: { ...state.form.differences, ...noted } } });
}

const empty_line = () => ({ sku: '', quantity: '', unit_cost: '', best_before: '',
                            restriction: '' });

export const open_goods_in = () => attempt(async () => {
  const { donors } = await get('donors');
  set({ goods: await get('goods') });
  go('goodsin', { donors, source: 'donor', donor: donors[0]?.id ?? '', delivery: '',
                  lines: [empty_line()] });
});

/** @param {import('./contract').Lease} lease */
const set_lease = (lease) => {
  if (state.server) set({ server: { ...state.server, lease } });
};

export const open_lease = () => attempt(async () => {
  set_lease(await get('lease'));
  go('lease');
});

/** Asks for a sync now; it goes on by itself, and the page sees what it came to. */
export const sync = () => attempt(async () => set_lease(await post('lease/sync')));

export const end_lease = () => attempt(async () => {
  set_lease(await post('lease/end'));
  go('lease');
});

export const open_shelf = () => attempt(async () => go('shelf', { watch: await get('shelf') }));

/** @param {number} index @param {Partial<ReturnType<typeof empty_line>>} patch */
export function set_delivered(index, patch) {
  const rows = state.form.lines.map((/** @type {any} */ line, /** @type {number} */ at) => (
    at === index ? { ...line, ...patch } : line));
  set({ form: { ...state.form, lines: rows } });
}

/** @param {string} [sku] */
export function add_delivered(sku = '') {
  const { lines } = state.form;
  const free = lines.findIndex((/** @type {any} */ line) => !line.sku);
  if (sku && free >= 0) return set_delivered(free, { sku });
  set({ form: { ...state.form, lines: [...lines, { ...empty_line(), sku }] } });
}

export const take_in = () => attempt(async () => {
  const { form } = state;
  const rows = form.lines.filter((/** @type {any} */ line) => line.sku);
  if (!form.delivery.trim())
    return refuse('bad_input', '请填写送货单号', 'Write down the number of the delivery note');
  if (!rows.length || rows.some((/** @type {any} */ line) => !/^[1-9]\d*$/.test(line.quantity)))
    return refuse('bad_input', '请填写商品和数量', 'Write down the goods and their pieces');
  await post('goods-in', { delivery: form.delivery.trim(), source: form.source,
                           donor: form.source === 'donor' ? form.donor : '', lines: rows,
                           second: second() });
  set({ goods: await get('goods') });
  go('card');
  set({ notice: 'taken_in' });
  say(tr('入库完成', 'The goods are taken in'));
});

/** What the lines to be taken back are worth, in hundredths of a point. */
export const worth_back = () => (state.redemption?.lines ?? []).reduce(
  (sum, line) => sum + times(line.price, Number(state.form.back[line.sku] ?? 0)), 0);
