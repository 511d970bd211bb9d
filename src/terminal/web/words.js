// The two languages, side by side where they are used.
import { state } from './store.js';
import { day, points, wait } from './format.js';

/** @template T @param {T} zh @param {T} en */
export const tr = (zh, en) => (state.lang === 'zh' ? zh : en);

/** @param {import('./contract').Text} text */
export const said = (text) => text[state.lang];

/** Hours after a date, if there are any: "2026-04-08 09:30". @param {string} instant */
export const date = (instant) => day(instant, state.lang) + instant.slice(10);

/** @param {number} seconds */
export const waiting = (seconds) => wait(seconds, state.lang);

/** @param {string} shown */
export const in_points = (shown) => tr(`${shown} 分`, `${shown} points`);

/** What the facts of a failure add to its sentence, each in one of its own.
 * @param {import('./contract').Failure} failure */
export function facts(failure) {
  const { missing, minimum, resets, tries_left, last, left, unit, stop, limit } = failure.facts;
  const found = [];
  if (missing)
    found.push(tr(`还差 ${points(missing)} 分`, `${points(missing)} points are missing`));
  if (minimum)
    found.push(tr(`满 ${points(minimum)} 分起兑`, `From ${points(minimum)} points on`));
  if (left !== undefined)
    found.push(tr(`本月还可换 ${left} ${unit ?? ''}`.trim(), `${left} left this month`));
  if (resets) found.push(tr(`${date(resets)}起可以再换`, `Possible again from ${date(resets)}`));
  if (tries_left !== undefined)
    found.push(tr(`还可以试 ${tries_left} 次`, `${tries_left} tries left`));
  if (stop) found.push(tr(`到期于 ${date(stop.slice(0, 16))}`, `It ended at ${date(stop.slice(0, 16))}`));
  if (failure.code === 'lease.redemption')
    found.push(tr(`每笔最多 ${points(limit)} 分`, `At most ${points(limit)} points each`));
  if (failure.code === 'hub.refused')
    found.push(tr(`代码 ${failure.facts.code}`, `Code ${failure.facts.code}`));
  if (last) found.push(tr(`上一笔记在 ${last}`, `The last entry is of ${last}`));
  return found;
}

/** How long ago, in the largest unit that says it. @param {number} minutes */
export const ago = (minutes) => (minutes < 0 ? tr('还没有过', 'never')
  : minutes < 1 ? tr('刚刚', 'just now')
    : minutes < 60 ? tr(`${minutes} 分钟前`, `${minutes} min ago`)
      : minutes < 2880 ? tr(`${Math.floor(minutes / 60)} 小时前`, `${Math.floor(minutes / 60)} h ago`)
        : tr(`${Math.floor(minutes / 1440)} 天前`, `${Math.floor(minutes / 1440)} days ago`));

/** Why a shelf holds other than the books say; the ledger keeps the first of each pair.
 * @param {string} difference @returns {[string, string][]} */
export const count_reasons = (difference) => (difference.startsWith('-')
  ? [['damaged', tr('损坏', 'Damaged')], ['expired', tr('过期', 'Expired')],
    ['missing', tr('短少', 'Missing')], ['miscounted', tr('记错、点错', 'Miscounted')]]
  : [['found', tr('盘盈', 'Found')], ['miscounted', tr('记错、点错', 'Miscounted')]]);

/** @param {string} difference @param {string} reason */
export const count_reason = (difference, reason) => (
  count_reasons(difference).find(([kept]) => kept === reason)?.[1] ?? reason);

/** @param {string} receiver */
export const receiver = (receiver) => ({
  self: tr('本人', 'In person'),
  family: tr('家人', 'Family'),
  proxy: tr('代领', 'Proxy'),
})[receiver] ?? receiver;

/** @param {string} state */
export const stage = (state) => ({
  debited: tr('待交付', 'To be handed over'),
  done: tr('已交付', 'Handed over'),
  taken_back: tr('已退回', 'Taken back'),
  returned: tr('已退货', 'Returned'),
})[state] ?? state;
