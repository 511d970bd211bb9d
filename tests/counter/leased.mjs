// The page over a leased till, in a browser, against a hub on this machine: online, away, back, and
// killed between the steps of a sale, of an upload and of the close.
//   node tests/counter/leased.mjs --wumei PROGRAM [--shots FOLDER]
// Exits 0, 1, or 77 when the browser or the page's packages are absent.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({ options: {
  wumei: { type: 'string' }, shots: { type: 'string' } } });
const browser_path = process.env.CHROMIUM ?? '/usr/bin/chromium';
const packages = new URL('../../src/terminal/web/node_modules/', import.meta.url);
for (const needed of [browser_path, ...['playwright-core', 'axe-core'].map(
  (name) => fileURLToPath(new URL(name, packages)))]) {
  if (!existsSync(needed)) {
    console.log(`skipped: there is no ${needed}`);
    process.exit(77);
  }
}
const { axe_path, chromium, lives, patient, shots_folder, sizes } = await import('./harness.mjs');
const { Clerk } = await import('./day_till.mjs');
const { LeasedProgram, Town } = await import('./leased_town.mjs');
const { scanner_and_pictures } = await import('./leased_devices.mjs');

const fixture = { officer: 'SK01', pin: '445201', second: { officer: 'VC01', pin: '719231' } };
const homes = ['0101017 C010101751 17', '0101026 C010102666 26', '0101013 C010101344 13',
  '0101003 C010100340 03', '0101016 C010101621 16', '0101018 C010101824 18',
  '0101027 C010102756 27'].map((row) => row.split(' '));
const goods = 'G04', pieces = 2;

/** What the clerk saw handed over: slip -> points. */
const handed = new Map();
const axe = readFileSync(axe_path, 'utf8');
const shots = shots_folder(options.shots);
const folder = mkdtempSync(join(tmpdir(), 'leased-'));
const town = new Town(resolve(options.wumei), folder);

async function look(till, name) {
  for (const [size, viewport] of Object.entries(sizes)) {
    await till.page.setViewportSize(viewport);
    await till.page.screenshot({ path: `${shots}/leased-${name}-${size}.png` });
    await till.page.evaluate(axe);
    const found = await till.page.evaluate(async () => (await window.axe.run()).violations
      .map(({ id, nodes }) => `${id}: ${nodes[0].html}`));
    assert.deepEqual(found, [], name);
  }
  await till.page.setViewportSize(sizes.wide);
}

const lease = async (till) => (await till.api('state')).lease;

/** Asks until the state is so: the sync goes on by itself. */
async function until(till, what, holds) {
  for (let tries = 0; tries < 600; tries += 1) {
    const state = await till.api('state');
    if (holds(state)) return state;
    await till.page.waitForTimeout(100);
  }
  throw new Error(`never ${what}: ${JSON.stringify(await lease(till))}`);
}

const sync_now = async (till) => {
  await till.page.click('#lease');
  await till.screen('lease');
  await till.primary();
};

/** From the card to the confirmation. */
async function to_confirm(till, home) {
  await till.scan(home[1]);
  await till.screen('identity');
  await from_identity(till, home);
}

async function from_identity(till, [, , answer]) {
  await till.page.fill('input[name=answer]', answer);
  await till.primary();
  await till.screen('balance');
  await till.primary();
  await till.screen('cart');
  for (let piece = 0; piece < pieces; piece += 1) await till.scan(goods);
  await till.page.waitForSelector(`.line[data-sku=${goods}] output:has-text("${pieces}")`);
  await till.idle();
  await till.primary();
  await till.screen('confirm');
}

async function hand_over(till) {
  await till.primary();
  await till.screen('receipt');
  await till.idle();
  const [row] = (await till.api('redemptions?day=2026-04-20')).redemptions;
  handed.set(row.slip, row.points);
}

async function redeem(till, home) {
  await to_confirm(till, home);
  await till.hold(() => till.screen('handover'));
  await hand_over(till);
  await till.primary();
  await till.screen('card');
}

/** Every sale that was handed over is in the ledger once, with its points; nothing else is. */
async function once(till) {
  const booked = await town.entries('lease.redeem');
  const slips = booked.map(({ data }) => `${data.in.till}/${data.in.lease}/${data.in.counter}`);
  assert.deepEqual([...slips].sort(), [...handed.keys()].sort());
  for (const [at, { data }] of booked.entries())
    assert.equal((data.out.points / 100).toFixed(2), handed.get(slips[at]));
  assert.equal((await lease(till)).unsent, 0);
}

async function first_start() {
  const { code, said } = town.refused_start('http://127.0.0.1:9/');
  assert.equal(code, 5);
  assert.match(said, /第一次开机要联网/);
  assert.match(said, /http:\/\/127.0.0.1:9\//);
  assert.doesNotMatch(said, /照常/);
}

async function online(till) {
  await till.open();
  await until(till, 'leased', ({ lease: held }) => held.stage === 'open');
  await till.page.waitForSelector('.checks li.good:has-text("离线额度")');
  await look(till, '01-start');
  await till.primary();
  await till.screen('signin');
  await till.page.waitForSelector(`input[name=officer][value=${fixture.officer}]`);
  await look(till, '02-signin');
  await till.page.click(`input[name=officer][value=${fixture.officer}]`);
  await till.page.fill('input[name=pin]', '000000');
  await till.primary();
  await till.failure('pin.wrong');
  assert.equal(await till.give_pin(), 'card');
  await look(till, '03-card');
  await till.scan(homes[0][1]);
  await till.screen('identity');
  await till.page.fill('input[name=answer]', '99');
  await till.primary();
  await till.failure('identity.wrong');
  await look(till, '04-identity');
  await till.page.click('.backs .plain');
  await till.screen('card');
  await to_confirm(till, homes[0]);
  await look(till, '05-confirm');
  for (let tries = 0; tries < 3; tries += 1) await till.keys(['Enter'], 0.2);
  await till.screen('confirm');
  await till.hold(() => till.screen('handover'));
  await look(till, '06-handover');
  await hand_over(till);
  await look(till, '07-receipt');
  await till.primary();
  await until(till, 'sent', ({ lease: held }) => held.unsent === 0 && !held.syncing);
  await once(till);
  await till.page.click('text=退货 · 补打');
  await till.screen('records');
  await till.primary();
  await till.screen('return');
  await till.page.waitForSelector('#sent');
  await look(till, '08-sent');
  await till.page.keyboard.press('Escape');
  await till.page.click('.backs .plain >> nth=0');
  await till.screen('records');
  await till.page.click('.backs .plain');
  await till.screen('card');
}

/** The screen or a refusal, whichever comes. */
const shown = async (till, screen) => (await till.page.waitForFunction((wanted) => (
  (document.documentElement.dataset.screen === wanted && 'there') ||
    (document.querySelector('.bands .band.bad') && 'refused')), screen)).jsonValue();

/** Does it until the screen is there: on a machine under load the hub may be too slow for a clerk
 * who waits two seconds, and he tries again. */
async function insist(till, screen, act) {
  for (let tries = 0; tries < 20; tries += 1) {
    await act();
    if (await shown(till, screen) === 'there') return;
    await till.page.click('.bands .band.bad button:has-text("知道了")');
  }
  throw new Error(`${screen} never came`);
}

/** Who is not in the lease is lent what the cart takes, while there is a network. */
async function stranger(till) {
  const home = await town.stranger(6);
  await insist(till, 'identity', () => till.scan(home[1]));
  await from_identity(till, home);
  await look(till, '09-stranger-online');
  await insist(till, 'handover', () => till.hold(() => shown(till, 'handover')));
  await hand_over(till);
  await till.primary();
  await till.screen('card');
  const [added, ...more] = await town.entries('lease.add');
  assert.equal(more.length, 0);
  assert.equal(added.data.in.household, home[0]);
  assert.equal((added.data.in.points / 100).toFixed(2), [...handed.values()].at(-1));
  await until(till, 'sent', ({ lease: held }) => held.unsent === 0 && !held.syncing);
  await once(till);
}

/** The answer to the first press is lost: the second press is the same redemption. */
async function double_tap(till, home) {
  await to_confirm(till, home);
  await till.page.route('**/api/redemptions', async (route) => {
    await route.fetch();
    await route.abort();
  }, { times: 1 });
  await till.hold(() => till.page.waitForSelector('#notice'));
  await till.hold(() => till.screen('handover'));
  await hand_over(till);
  await till.primary();
  await till.screen('card');
}

async function away(till) {
  town.line.cut = true;
  await sync_now(till);
  await till.page.waitForSelector('#offline');
  await look(till, '09-lease-offline');
  await till.page.click('.backs .plain >> nth=0');
  await till.screen('card');
  await look(till, '10-card-offline');
  await redeem(till, homes[1]);
  await double_tap(till, homes[2]);
  await till.page.fill('input[name=code]', '0999999');
  await till.primary();
  await till.failure('lease.household');
  await look(till, '11-stranger');
  assert.equal((await lease(till)).unsent, 2);
}

/** The power goes at each step of a sale; what the clerk then says is what counts. */
async function power_cuts(till, program) {
  await to_confirm(till, homes[3]);
  await till.hold(() => till.screen('handover'));
  await program.kill();
  assert.equal(await till.come_back(program, false), 'unresolved');
  await look(till, '12-unresolved');
  await till.primary();
  await till.screen('card');
  const [row] = (await till.api('redemptions?day=2026-04-20')).redemptions;
  assert.equal(row.state, 'done');
  handed.set(row.slip, row.points);
  for (const after_ms of [0, 3, 10, 40]) {
    const before = (await till.api('redemptions?day=2026-04-20')).redemptions.length;
    await to_confirm(till, homes[4]);
    const asked = till.page.waitForRequest('**/api/redemptions').then(async () => {
      await new Promise((done) => { setTimeout(done, after_ms); });
      await program.kill();
    });
    await till.hold(() => asked);
    const at = await till.come_back(program, true);
    const { redemptions } = await till.api('redemptions?day=2026-04-20');
    if (at === 'unresolved') {
      assert.equal(redemptions.length, before + 1);
      await till.page.click('#not-handed');
      await till.page.click('.reasons button >> nth=2');
    } else {
      assert.equal(redemptions.length, before);
      await till.page.click('.backs .plain:has-text("不换了")');
    }
    await till.screen('card');
  }
  await redeem(till, homes[4]);
  await program.kill();
  assert.equal(await till.come_back(program, true), 'card');
}

/** Goods come back before the sale went to the hub: what is kept is a sale of its own. */
async function take_back(till) {
  await redeem(till, homes[5]);
  const [row] = (await till.api('redemptions?day=2026-04-20')).redemptions;
  await till.page.click('text=退货 · 补打');
  await till.screen('records');
  await till.primary();
  await till.screen('return');
  await till.page.click('.lines .stepper button >> nth=1');
  await till.page.click('input[name=reason] >> nth=0');
  await look(till, '13-return');
  await till.primary();
  await till.page.waitForSelector('#notice');
  const [again] = (await till.api('redemptions?day=2026-04-20')).redemptions;
  handed.delete(row.slip);
  handed.set(again.slip, again.points);
  await till.page.click('.backs .plain >> nth=0');
  await till.screen('records');
  await till.page.click('.backs .plain');
  await till.screen('card');
}

/** The till dies when the hub has the sales and before it knows it; they are there once. */
async function killed_upload(till, program) {
  await till.page.click('#lease');
  await till.screen('lease');
  let killed;
  const dead = new Promise((resolve_it) => { killed = resolve_it; });
  town.line.fault = async (path) => {
    if (!path.endsWith('/redemptions')) return false;
    town.line.fault = null;
    await program.kill();
    killed();
    return true;
  };
  town.line.cut = false;
  await till.primary().catch(() => undefined);
  await dead;
  assert.equal(await till.come_back(program, true), 'card');
  await until(till, 'sent', ({ lease: held }) => held.unsent === 0 && !held.syncing);
  await once(till);
}

async function fill_counts(till, wrong) {
  for (const [at, input] of (await till.page.locator('.count input').all()).entries())
    await input.fill(String(till.shelf[at] - (at === 0 ? wrong : 0)));
  await till.page.fill('input[name=second_officer]', fixture.second.officer);
  await till.page.fill('input[name=second_pin]', fixture.second.pin);
}

/** A blind close without a hub; killed at once, and the answer to the count is lost later. */
async function close(till, program) {
  await till.page.click('text=日结');
  await till.screen('close');
  const shown = await till.page.locator('.count').evaluateAll((all) => (
    all.map(({ dataset }) => dataset.sku)));
  const stock = await town.ask('shops/01-1/stock');
  till.shelf = shown.map((sku) => Number(stock.stock.find((line) => line.sku === sku).quantity));
  assert.doesNotMatch(await till.text('.lines'), /账上/);
  await fill_counts(till, 1);
  await till.primary();
  await till.failure('count.reason');
  await look(till, '14-count');
  town.line.cut = true;
  await till.page.selectOption('.differs + label select', 'missing');
  await fill_counts(till, 1);
  await till.primary();
  await till.page.waitForSelector('#report');
  await look(till, '15-closed');
  await program.kill();
  assert.equal(await till.come_back(program, true), 'card');
  await redeem(till, homes[6]); // after the count: booked behind it
  let lost = 0;
  town.line.fault = async (path) => path.endsWith('/counts') && (lost += 1) === 1;
  town.line.cut = false;
  await sync_now(till);
  await until(till, 'counted', ({ lease: held }) => held.sheets.length === 0 && held.unsent === 0 &&
    !held.syncing);
  town.line.fault = null;
  assert.equal(lost, 2);
  const counts = await town.entries('stock.count');
  assert.equal(counts.length, 1);
  assert.equal(counts[0].data.in.witness, fixture.second.officer);
  assert.deepEqual(counts[0].data.out.lines.map(({ difference }) => difference),
    shown.map((_, at) => (at === 0 ? -1 : 0)));
  await once(till);
  await till.page.click('.backs .plain >> nth=0');
  await till.screen('card');
}

/** Days later: the lease is over, and the log has another key, which both keys signed for. */
async function renewed(till, program) {
  await town.stop_hub();
  town.run(['key', 'rotate'], { now: '2026-04-25T08:00' });
  await program.end('SIGTERM');
  program.now = '2026-04-25T09:00';
  town.line.cut = true;
  await till.come_back(program, true);
  await till.page.waitForSelector('#lease-over');
  await look(till, '16-over');
  await till.scan(homes[0][1]);
  await till.screen('identity');
  await till.page.fill('input[name=answer]', homes[0][2]);
  await till.primary();
  await till.failure('lease.over');
  await till.page.click('.backs .plain');
  await till.screen('card');
  await town.start_hub('2026-04-25T09:00');
  town.line.cut = false;
  await sync_now(till);
  await until(till, 'renewed', ({ lease: held }) => held.number === 2 && held.stage === 'open');
  await look(till, '17-renewed');
}

const devices = (till) => scanner_and_pictures(till, { folder, home: homes[0], goods, look });

async function play(till, program) {
  for (const chapter of [first_start, online, devices, stranger, away, power_cuts, take_back,
    killed_upload, close, renewed]) {
    await chapter(till, program);
    console.log(`ok    ${chapter.name}`);
  }
  await town.stop_hub();
  assert.match(town.run(['verify'], { now: '' }), /./);
}

execFileSync('mkfifo', [join(folder, 'scanner')]);
town.found();
await town.line.open();
await town.start_hub('2026-04-20T08:00');
const program = new LeasedProgram(town, '2026-04-20T09:00');
await program.open();
// The sandbox of the browser needs a user who is not root; the page under test is our own.
const args = process.getuid() === 0 ? ['--no-sandbox'] : [];
const browser = await chromium.launch({ executablePath: browser_path, args });
const context = await browser.newContext({ viewport: sizes.wide });
await patient(context);
const page = await context.newPage();
page.setDefaultTimeout(120000);
const till = new Clerk(page, program.url, fixture);
let failed = 0;
try {
  await play(till, program);
} catch (error) {
  failed = 1;
  await page.screenshot({ path: `${shots}/failed-leased.png` }).catch(() => undefined);
  console.log(`FAIL  ${error.stack}\n      ${shots}/failed-leased.png`);
}
await browser.close();
if (lives(program.child)) await program.end('SIGTERM');
await town.stop_hub();
town.line.server.close();
if (!failed) rmSync(folder, { recursive: true, force: true });
if (!failed && !options.shots) rmSync(shots, { recursive: true, force: true });
process.exit(failed);
