// Amounts are decimal strings on the wire and whole hundredths here: never floating point.

/** @param {string} amount "12.50" -> 1250 */
export function cents(amount) {
  const [whole, part = ''] = amount.replace('-', '').split('.');
  const value = Number(whole) * 100 + Number((part + '00').slice(0, 2));
  return amount.startsWith('-') ? -value : value;
}

/** 1250 -> "12.5"; what need not be said is left out. @param {number} value */
export function shown(value) {
  const whole = Math.trunc(Math.abs(value) / 100);
  const part = String(Math.abs(value) % 100).padStart(2, '0').replace(/0+$/, '');
  return (value < 0 ? '−' : '') + whole + (part ? '.' + part : '');
}

/** "12.50" -> "12.5" @param {string} amount */
export const points = (amount) => shown(cents(amount));

/** @param {string} price @param {number} quantity */
export const times = (price, quantity) => cents(price) * quantity;

/** A date as people write it.
 * @param {string} date "2026-04-08" @param {'zh' | 'en'} lang */
export function day(date, lang) {
  const [year, month, date_] = date.slice(0, 10).split('-').map(Number);
  if (lang === 'zh') return `${year} 年 ${month} 月 ${date_} 日`;
  const names = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
  return `${date_} ${names[month - 1]} ${year}`;
}

/** The day so many days after another. @param {string} date @param {number} days */
export const beside = (date, days) =>
  new Date(Date.parse(date) + days * 86400000).toISOString().slice(0, 10);

/** Seconds as people say them. @param {number} seconds @param {'zh' | 'en'} lang */
export function wait(seconds, lang) {
  if (seconds < 120) return lang === 'zh' ? `${seconds} 秒` : `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  return lang === 'zh' ? `${minutes} 分钟` : `${minutes} min`;
}
