// Everything the page knows, in one object; nothing of it outlives the page. The server keeps what
// must not be lost, so a page that is closed half-way and opened again shows the same visit.

/** @typedef {import('./contract').State} State */
/** @typedef {import('./contract').Failure} Failure */

/** @typedef {'start' | 'signin' | 'unresolved' | 'card' | 'identity' | 'balance' | 'cart' |
 *   'confirm' | 'handover' | 'receipt' | 'records' | 'return' | 'close' | 'goodsin' |
 *   'shelf' | 'lease'} Screen */

const query = new URLSearchParams(location.search);

export const state = {
  lang: /** @type {'zh' | 'en'} */ (query.get('lang') === 'en' ? 'en' : 'zh'),
  elder: query.has('elder'),
  voice: true,
  link: /** @type {'ok' | 'down'} */ ('ok'),
  screen: /** @type {Screen} */ ('start'),
  /** @type {State | null} */
  server: null,
  /** When `server` arrived, on the page's own clock. */
  server_at: 0,
  /** @type {(import('./contract').Officer & { locked_seconds: number })[]} */
  clerks: [],
  /** @type {import('./contract').Clerk | null} */
  clerk: null,
  /** @type {import('./contract').Asked | null} */
  asked: null,
  /** @type {import('./contract').Visit | null} */
  visit: null,
  /** @type {import('./contract').GoodsList | null} */
  goods: null,
  /** @type {import('./contract').Redemption | null} */
  redemption: null,
  /** @type {import('./contract').Day | null} */
  day: null,
  /** @type {import('./contract').Closing | null} */
  closing: null,
  /** @type {(Failure & { until: number }) | null} */
  failure: null,
  /** A calm sentence above the screen: a key of the texts. */
  notice: '',
  busy: 0,
  /** What is typed on this screen and not yet sent. @type {Record<string, any>} */
  form: {},
};

let changed = () => {};

/** @param {() => void} paint what to do when the state changed */
export function on_change(paint) {
  let waiting = false;
  changed = () => {
    if (waiting) return;
    waiting = true;
    queueMicrotask(() => {
      waiting = false;
      paint();
    });
  };
}

/** @param {Partial<typeof state>} patch */
export function set(patch) {
  Object.assign(state, patch);
  changed();
}

/** @param {Record<string, any>} patch */
export const set_form = (patch) => set({ form: { ...state.form, ...patch } });

let arrived = false;

/** Shows another screen, with an empty form. @param {Screen} screen @param {typeof state.form} form */
export function go(screen, form = {}) {
  arrived = arrived || screen !== state.screen;
  set({ screen, form, failure: null, notice: '' });
}

/** Puts the focus where the screen begins, once after each change of screen. */
export function settle_focus() {
  if (!arrived) return;
  arrived = false;
  const start = document.querySelector('[data-start]') ?? document.querySelector('h1');
  if (start instanceof HTMLElement) start.focus({ preventScroll: true });
}

/** @param {Failure} failure */
export function fail(failure) {
  const seconds = Number(failure.facts.wait_seconds ?? 0);
  set({ failure: { ...failure, until: seconds ? performance.now() + seconds * 1000 : 0 } });
}

/** The server's clock, carried on by the page between two answers. */
export function now_text() {
  if (!state.server) return ['', '--:--'];
  const [date, time] = state.server.now.split(' ');
  const passed = Math.floor((performance.now() - state.server_at) / 60000);
  const [hour, minute] = time.split(':').map(Number);
  const total = (hour * 60 + minute + passed) % 1440;
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  return [date.slice(5), `${two(Math.floor(total / 60))}:${two(total % 60)}`];
}
