// The page of the counter: paints the state, listens to the scanner, asks how the shop stands.
import { render } from '/vendor/preact.js';
import { html } from './h.js';
import { go, on_change, set, set_form, settle_focus, state } from './store.js';
import { load_clerks, load_goods, next, proceed, read_card, refresh, refuse,
  scan_goods } from './flows.js';
import { add_delivered, open_redemption } from './desk.js';
import { get } from './api.js';
import { Bands, Header } from './header.js';
import { listen } from './keys.js';
import { receive } from './scanner.js';
import { accepted } from './sound.js';
import { tr } from './words.js';
import { SignIn, Start, Unresolved } from './screens/start.js';
import { Balance, Card, Identity } from './screens/visit.js';
import { Cart, Confirm } from './screens/cart.js';
import { HandOver, Receipt } from './screens/handover.js';
import { Records, Return } from './screens/desk.js';
import { Close, GoodsIn } from './screens/close.js';
import { Shelf } from './screens/shelf.js';
import { Lease } from './screens/lease.js';
import { HouseholdFace } from './screens/household.js';

const POLL_MS = 3000;
const FACE_POLL_MS = 700;

const screens = {
  start: Start, signin: SignIn, unresolved: Unresolved, card: Card, identity: Identity,
  balance: Balance, cart: Cart, confirm: Confirm, handover: HandOver, receipt: Receipt,
  records: Records, return: Return, close: Close, goodsin: GoodsIn, shelf: Shelf,
  lease: Lease,
};

const face = new URLSearchParams(location.search).get('face') === 'household';
const root = /** @type {HTMLElement} */ (document.getElementById('page'));

function paint() {
  const { classList, dataset } = document.documentElement;
  classList.toggle('elder', state.elder);
  document.documentElement.lang = state.lang === 'zh' ? 'zh-CN' : 'en';
  document.title = `${state.server?.shop.name ?? ''} ${tr('换购台', 'counter')}`.trim();
  dataset.screen = face ? 'household' : state.screen;
  dataset.busy = String(state.busy);
  const Screen = screens[state.screen];
  render(face ? html`<${HouseholdFace} />`
    : html`<${Header} /><${Bands} /><${Screen} key=${state.screen} />`, root);
  if (!face) settle_focus();
}

/** What a scan means on each screen; on the others it is refused. @param {string} code */
function scanned(code) {
  if (!code) return refuse('scan.unread', '没有读清，请再扫一次', 'It was not read whole: scan again');
  const goods = state.goods?.goods.find(({ sku }) => sku === code.toUpperCase());
  switch (state.screen) {
    case 'start': accepted(); return set_form({ scanned: code });
    case 'card': case 'identity': case 'receipt': return read_card(code);
    case 'balance': case 'cart': return scan_goods(code);
    case 'records': case 'return': return open_redemption(code);
    case 'goodsin':
      if (!goods) return scan_goods(code);
      accepted();
      return add_delivered(goods.sku);
    default:
      return refuse('scan', '这一步不用扫码', 'Nothing is to be scanned in this step');
  }
}

/** One step back, where a step back loses nothing. */
function back() {
  const to = /** @type {const} */ ({ signin: 'start', identity: 'card', cart: 'balance',
    confirm: 'cart' });
  if (state.failure) return set({ failure: null });
  if (['records', 'close', 'goodsin', 'shelf', 'lease'].includes(state.screen)) return next();
  const earlier = /** @type {Record<string, import('./store.js').Screen>} */ (to)[state.screen];
  if (earlier) go(earlier);
  return undefined;
}

/** Asks again and again; a question that failed is simply asked once more.
 * @param {() => Promise<unknown>} ask @param {number} pause_ms */
function keep_asking(ask, pause_ms) {
  setTimeout(async () => {
    await ask().catch(() => undefined);
    keep_asking(ask, pause_ms);
  }, pause_ms);
}

async function see_visit() {
  const visit = await get('visit').catch(() => null);
  if (JSON.stringify(visit) !== JSON.stringify(state.visit)) set({ visit });
  if (!state.server) await refresh();
  if (visit && !state.goods) set({ goods: await get('goods') }); // for their pictures
}

async function begin() {
  on_change(paint);
  paint();
  if (face) return keep_asking(see_visit, FACE_POLL_MS);
  listen({ scanned, back });
  receive(scanned);
  setInterval(paint, 1000); // the clock, and the seconds to wait after a wrong PIN
  keep_asking(arrive, POLL_MS);
  return arrive();
}

/** How the shop stands; the first answer also decides where the page begins. */
async function arrive() {
  const first = !state.server;
  await refresh();
  if (!state.clerks.length) await load_clerks(); // a leased till may still be fetching them
  if (first && state.clerk) return proceed();
  if (state.visit && !state.goods) await load_goods(); // they could not be fetched before
  return undefined;
}

begin().catch(() => undefined);
