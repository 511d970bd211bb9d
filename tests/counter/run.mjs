// The browser tests of the counter's page.
//   node tests/counter/run.mjs [--start COMMAND] [--fixture FILE] [--only PATTERN] [--shots FOLDER]
// COMMAND starts a counter and prints its address as its first line; it is run anew for each test,
// with a fresh folder named in WUMEI_COUNTER_DIR. Without it a mock is tested that keeps to the
// same contract. FILE is a JSON object with what that counter knows, over the mock's below. Tests
// that must arrange what no clerk can (paper out, an idle session) run against the mock only; those
// that need devices run against a real counter only, which reads the pipe `scanner` and the folder
// `pictures` in its folder.
// Exits 0, 1, or 77 when the browser or the page's packages are absent.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({ options: {
  start: { type: 'string' }, fixture: { type: 'string' }, only: { type: 'string', default: '' },
  shots: { type: 'string' } } });

const browser_path = process.env.CHROMIUM ?? '/usr/bin/chromium';
const packages = new URL('../../src/terminal/web/node_modules/', import.meta.url);
for (const needed of [browser_path, ...['preact', 'htm', 'playwright-core', 'axe-core', 'typescript'].map(
  (name) => fileURLToPath(new URL(name, packages)))]) {
  if (!existsSync(needed)) {
    console.log(`skipped: there is no ${needed}`);
    process.exit(77);
  }
}

const { Till, chromium, patient, shots_folder, sizes, start } = await import('./harness.mjs');
const fixture = { officer: 'KP03', pin: '135790', card: 'C0301017-1', answer: '17', stopped:
  'C0301017-0', sku: 'G17', total: '30', after: '56', other: 'G04', goods: '大米',
  donor: 'D01', words: '组', second: { officer: 'SV03', pin: '975310' },
  ...(options.fixture ? JSON.parse(readFileSync(options.fixture, 'utf8')) : {}) };
const mock = fileURLToPath(new URL('mock.mjs', import.meta.url));
const command = options.start ?? `"${process.execPath}" "${mock}"`;
const shots = shots_folder(options.shots);

const suites = await Promise.all(['redeem', 'keyboard', 'errors', 'desk', 'looks', 'devices'].map(
  (name) => import(`./${name}.mjs`)));
const tests = suites.flatMap((suite) => suite.tests)
  .filter(({ name }) => new RegExp(options.only).test(name))
  .filter(({ mocked, real }) => (options.start ? !mocked : !real));

/** One test on a counter, a profile and a page of its own. */
async function run(browser, { name, body, size = 'wide' }) {
  const counter = await start(command);
  const context = await browser.newContext({ viewport: sizes[size] });
  await patient(context);
  const page = await context.newPage();
  const broken = [];
  page.setDefaultTimeout(60000);
  page.on('pageerror', (error) => broken.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|TypeError|ReferenceError/.test(message.text()))
      broken.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(counter.url) && !request.url().startsWith('data:'))
      broken.push('asked for ' + request.url());
  });
  const till = new Till(page, counter.url, fixture);
  till.mocked = !options.start;
  till.shots = shots;
  till.folder = counter.folder;
  try {
    await body(till);
    if (broken.length) throw new Error(broken.join('\n'));
    console.log(`ok    ${name}`);
    return true;
  } catch (error) {
    const picture = `${shots}/failed-${name.replace(/\W+/g, '-')}.png`;
    await page.screenshot({ path: picture }).catch(() => undefined);
    console.log(`FAIL  ${name}\n      ${error.stack}\n      ${broken.join('\n')}\n      ${picture}`);
    return false;
  } finally {
    await context.close();
    await counter.stop();
  }
}

/** A look at the files, which needs no counter. */
function look({ name, body }) {
  try {
    body();
    console.log(`ok    ${name}`);
    return true;
  } catch (error) {
    console.log(`FAIL  ${name}\n      ${error.message}`);
    return false;
  }
}

const { checks } = await import('./served.mjs');
const looked = checks.filter(({ name }) => new RegExp(options.only).test(name));
// The sandbox of the browser needs a user who is not root; the page under test is our own.
const args = process.getuid() === 0 ? ['--no-sandbox'] : [];
const browser = await chromium.launch({ executablePath: browser_path, args });
let failed = looked.filter((check) => !look(check)).length;
for (const test of tests) failed += (await run(browser, test)) ? 0 : 1;
await browser.close();
const all = tests.length + looked.length;
// Pictures nobody asked for are kept only to look into a failure.
const kept = failed || options.shots;
if (!kept) rmSync(shots, { recursive: true, force: true });
console.log(`${all - failed} of ${all} passed${kept ? `; pictures in ${shots}` : ''}`);
process.exit(failed ? 1 : 0);
