// The scanner that the program on this machine reads itself: the page waits for what it read. Its
// keys come to no window, so that neither focus nor an input method is in the way; a scanner that
// types (keys.js) works beside it.
import { Refused, get, post } from './api.js';
import { state } from './store.js';

const PAUSE_MS = 1000;

/** What this page has seen, by which it asks for the rest.
 * @type {{ listener: number, last: number } | null} */
let listening = null;

const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));

/** Until somebody is at this page again: another one has the scanner for as long. The page itself
 * moves the focus between its elements; to the window it comes with somebody. */
const used = () => new Promise((resolve) => {
  const kinds = ['focus', 'pointerdown', 'keydown'];
  const done = (/** @type {Event} */ event) => {
    if (event.type === 'focus' && event.target !== window) return;
    for (const kind of kinds) window.removeEventListener(kind, done, true);
    resolve(undefined);
  };
  for (const kind of kinds) window.addEventListener(kind, done, true);
});

/** @param {(code: string) => void} scanned */
async function wait_for(scanned) {
  listening ??= await post('scans');
  const { listener, last } = /** @type {import('./contract').Listening} */ (listening);
  const { scans } = /** @type {import('./contract').Scans} */ (
    await get(`scans?listener=${listener}&after=${last}`));
  for (const { number, code } of scans) {
    listening = { listener, last: number };
    scanned(code);
  }
}

/** @param {unknown} error */
async function after_failure(error) {
  const code = error instanceof Refused ? error.failure.code : '';
  if (code) listening = null; // an answer that was lost is asked for again
  if (code === 'scans.elsewhere') await used();
  else if (code !== 'scans.over') await pause();
}

/** Hands on every code that is scanned, for as long as the page is there; "" was not read whole.
 * @param {(code: string) => void} scanned */
export async function receive(scanned) {
  for (;;) {
    if (!state.server || state.server.scanner.state === 'none') await pause();
    else await wait_for(scanned).catch(after_failure);
  }
}
