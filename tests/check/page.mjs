// What a citizen does on the page that checks a code, and what must be said then.
//   node tests/check/page.mjs FIXTURE.json [PATTERN]      (see run.py)
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { axe_path, chromium } from '../counter/harness.mjs';

const [fixture_file, pattern = ''] = process.argv.slice(2);
const fixture = JSON.parse(readFileSync(fixture_file, 'utf8'));
const { codes } = fixture;
const phone = { width: 390, height: 800 }, desk = { width: 1280, height: 800 };

/** The page without a key, as a village may hand it on. */
const blank_page = fixture.page.replace('check.html', 'blank.html');
writeFileSync(blank_page, readFileSync(fixture.page, 'utf8')
  .replace(/(<meta name="log-(?:key|title)" content=")[^"]*"/g, '$1"'));

class Citizen {
  constructor(page) {
    this.page = page;
  }

  open(file = fixture.page) {
    return this.page.goto(pathToFileURL(file).href);
  }

  async key(text) {
    await this.page.evaluate(() => document.getElementById('key-other').setAttribute('open', ''));
    await this.page.fill('#keys', text);
  }

  /** The verdict on a pasted code. */
  async paste(text) {
    await this.page.fill('#code', text);
    await this.page.click('#check');
    return this.page.getAttribute('#result', 'data-verdict');
  }

  said() {
    return this.page.innerText('#result');
  }

  shot(name) {
    return this.page.screenshot({ path: `${fixture.shots}/${name}.png`, fullPage: true });
  }

  async accessible() {
    await this.page.evaluate(readFileSync(axe_path, 'utf8'));
    const { violations } = await this.page.evaluate(() => window.axe.run(document));
    assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes[0].html]), []);
  }
}

async function entry(citizen) {
  await citizen.open();
  assert.equal(await citizen.paste(codes.entry), 'ok');
  const said = await citizen.said();
  assert.match(said, /对得上/);
  assert.match(said, new RegExp(`第 ${fixture.slip} 号`));
  assert.match(said, /爱心超市兑换/);
  assert.match(said, /G08 × 1, G12 × 1, G16 × 1/);
  assert.match(said, /−27 分，之后 1.5 分/);
  assert.match(said, /这不说明/);
  await citizen.shot('entry-phone');
}

async function text_of_proof(citizen) {
  await citizen.open();
  assert.equal(await citizen.paste(fixture.proof), 'ok');
  assert.equal(await citizen.paste('\n' + fixture.proof.replaceAll('\n', '\r\n')), 'ok');
}

async function balance(citizen) {
  await citizen.open();
  assert.equal(await citizen.paste(codes.balance + '\n'), 'ok');
  assert.match(await citizen.said(), new RegExp(`${fixture.household} 户的可用积分是 39.5 分`));
  await citizen.shot('balance-phone');
}

async function head(citizen) {
  await citizen.open();
  assert.equal(await citizen.paste(codes.head), 'ok');
  assert.match(await citizen.said(), /账头凭据：签名时共有 \d+ 笔/);
  assert.match(await citizen.said(), /您的某一笔在不在里面/);
}

async function witness(citizen) {
  await citizen.open();
  assert.equal(await citizen.paste(codes.witnessed), 'ok');
  assert.match(await citizen.said(), /是不是同一本账/);
  await citizen.key(`${fixture.key}\n县里：\n${fixture.county}`);
  assert.equal(await citizen.paste(codes.witnessed), 'ok');
  assert.match(await citizen.said(), /xishui.example\/county 在 \d{4}-\d\d-\d\d 看过/);
  assert.doesNotMatch(await citizen.said(), /是不是同一本账/);
}

/** Whoever adds a line under a name nobody knows is not shown as if he had signed. */
async function unknown_signer(citizen) {
  await citizen.open();
  const line = fixture.proof.trimEnd().split('\n').at(-1);
  const added = `${fixture.proof}${line.replace(/ wumei\S+ /, ' state.example/council ')}\n`;
  assert.equal(await citizen.paste(added), 'ok');
  assert.doesNotMatch(await citizen.said(), /council/);
}

async function witness_built_in(citizen) {
  await citizen.open(fixture.page.replace('check.html', 'witnessed.html'));
  assert.match(await citizen.page.innerText('#key-built-in'), /见证 xishui.example\/county 编号/);
  assert.equal(await citizen.paste(codes.witnessed), 'ok');
  assert.match(await citizen.said(), /xishui.example\/county 在 \d{4}-\d\d-\d\d 看过/);
  await citizen.shot('witnessed-phone');
}

async function wrong_key(citizen) {
  await citizen.open();
  await citizen.key(fixture.false_key);
  assert.equal(await citizen.paste(codes.entry), 'failed');
  assert.match(await citizen.said(), /没有用这把公钥签名/);
  await citizen.shot('wrong-key-phone');
}

async function forged_signature(citizen) {
  await citizen.open();
  const line = fixture.proof.trimEnd().split('\n').at(-1);
  const forged = line.slice(0, -12) + (line.at(-12) === 'A' ? 'B' : 'A') + line.slice(-11);
  assert.equal(await citizen.paste(fixture.proof.replace(line, forged)), 'failed');
  assert.match(await citizen.said(), /签名不对/);
}

async function forged_entry(citizen) {
  await citizen.open();
  const [, extra] = /^extra (.*)$/m.exec(fixture.proof);
  const richer = Buffer.from(extra, 'base64').toString().replace('-2700,150', '-2700,950');
  const forged = fixture.proof.replace(extra, Buffer.from(richer).toString('base64'));
  assert.notEqual(forged, fixture.proof);
  assert.equal(await citizen.paste(forged), 'failed');
  assert.match(await citizen.said(), /不在签过名的账本里/);
}

async function flipped(citizen) {
  await citizen.open();
  const at = Math.floor(codes.entry.length / 2);
  const other = codes.entry[at] === '7' ? '8' : '7';
  assert.equal(await citizen.paste(codes.entry.slice(0, at) + other + codes.entry.slice(at + 1)),
    'unchecked');
  assert.match(await citizen.said(), /读错、改动过/);
}

async function cut_short(citizen) {
  await citizen.open();
  for (const length of [8, 300, codes.entry.length - 1]) {
    assert.equal(await citizen.paste(codes.entry.slice(0, length)), 'unchecked');
    assert.match(await citizen.said(), /码不完整/);
  }
  await citizen.shot('cut-short-phone');
}

async function other_log(citizen) {
  await citizen.open();
  assert.equal(await citizen.paste(codes.other), 'unchecked');
  assert.match(await citizen.said(), /另一本账的码：wumei.local\/other/);
}

async function damaged(citizen) {
  await citizen.open();
  let accepted = 0;
  for (const { text, exit } of fixture.damaged) {
    const verdict = await citizen.paste(text);
    const expected = exit === 0 ? 'ok' : verdict === 'failed' ? 'failed' : 'unchecked';
    assert.equal(verdict, expected, `exit ${exit} of check-proof: ${text}`);
    accepted += verdict === 'ok' ? 1 : 0;
  }
  assert.ok(accepted < fixture.damaged.length / 10); // one in base64 may change no bit that counts
}

/** A fault of the page itself leaves no earlier verdict standing. */
async function faulty(citizen) {
  await citizen.open();
  assert.equal(await citizen.paste(codes.entry), 'ok');
  await citizen.page.evaluate(() => { Array.prototype.flatMap = () => { throw new Error('x'); }; });
  assert.equal(await citizen.paste(codes.entry), 'unchecked');
  assert.doesNotMatch(await citizen.said(), /对得上/);
}

async function nothing(citizen) {
  await citizen.open();
  assert.equal(await citizen.paste('  \n'), 'unchecked');
  assert.match(await citizen.said(), /还没有码/);
  assert.equal(await citizen.paste('https://example.com/'), 'unchecked');
  assert.match(await citizen.said(), /不是积分账本的凭证码/);
}

async function blank(citizen) {
  await citizen.open(blank_page);
  assert.equal(await citizen.page.isVisible('#keys'), true);
  assert.equal(await citizen.paste(codes.entry), 'unchecked');
  assert.match(await citizen.said(), /还没有公钥/);
  await citizen.page.fill('#keys', fixture.key.slice(0, -1));
  assert.equal(await citizen.paste(codes.entry), 'unchecked');
  assert.match(await citizen.said(), /公钥填得不对/);
  await citizen.page.fill('#keys', `verifier key: ${fixture.key}`);
  assert.equal(await citizen.paste(codes.entry), 'ok');
}

async function built_in(citizen) {
  await citizen.open();
  const [name, id] = fixture.key.split('+');
  assert.equal(await citizen.page.innerText('#key-built-in'), `官桥镇 ${name}\n编号 ${id}`);
}

async function two_books(citizen) {
  await citizen.open();
  assert.equal(await citizen.paste(codes.one), 'ok');
  assert.equal(await citizen.paste(codes.one), 'ok');
  assert.equal(await citizen.paste(codes.two), 'failed');
  assert.match(await citizen.said(), /互相矛盾/);
  await citizen.shot('two-books-phone');
}

/** A photo of the code on paper, taken askew. */
async function photo(citizen, style, content = fixture.svg) {
  const paper = await citizen.page.context().newPage();
  await paper.setViewportSize({ width: 1100, height: 1100 });
  await paper.setContent(`<style>body{margin:60px;background:#cfc8b8}
    div{background:#fff;padding:40px;width:900px;${style}} svg{width:100%!important;height:auto!important}</style>
    <div>${content}</div>`);
  const picture = await paper.screenshot();
  await paper.close();
  await citizen.page.setInputFiles('#picture', { name: 'photo.png', mimeType: 'image/png',
    buffer: picture });
}

async function photographed(citizen) {
  await citizen.open();
  for (const style of ['', 'transform:rotate(4deg) scale(.9)',
    'transform:perspective(3000px) rotateX(8deg) rotate(-3deg) scale(.9); filter:contrast(.6)']) {
    await citizen.page.fill('#code', '');
    await photo(citizen, style);
    await citizen.page.waitForFunction(() => document.getElementById('code').value !== '');
    assert.equal(await citizen.page.inputValue('#code'), codes.entry);
    assert.equal(await citizen.page.getAttribute('#result', 'data-verdict'), 'ok');
  }
}

/** Where the browser reads codes itself, it is asked first; when it fails, the page goes on. */
async function read_by_browser(citizen) {
  await citizen.page.addInitScript((text) => {
    window.asked = [];
    window.BarcodeDetector = class {
      constructor({ formats }) { window.asked.push(...formats); }

      async detect() { return window.fails ? Promise.reject(new Error('busy')) : [{ rawValue: text }]; }
    };
  }, codes.head);
  await citizen.open();
  await photo(citizen, '', '<h1>白菜</h1>');
  await citizen.page.waitForSelector('#result[data-verdict=ok]');
  assert.equal(await citizen.page.inputValue('#code'), codes.head);
  await citizen.page.evaluate(() => { window.fails = true; });
  await photo(citizen, '');
  await citizen.page.waitForFunction((code) => document.getElementById('code').value === code,
    codes.entry);
  assert.deepEqual(await citizen.page.evaluate(() => window.asked), ['qr_code', 'qr_code']);
}

async function no_code_in_photo(citizen) {
  await citizen.open();
  await photo(citizen, '', '<h1>白菜</h1>');
  await citizen.page.waitForSelector('#reading:has-text("没有找到二维码")');
  assert.equal(await citizen.page.isVisible('#result'), false);
  await citizen.page.setInputFiles('#picture', { name: 'a.png', mimeType: 'image/png',
    buffer: Buffer.from('no picture') });
  await citizen.page.waitForSelector('#reading:has-text("没有找到二维码")');
}

async function english(citizen) {
  await citizen.open();
  await citizen.paste(codes.entry);
  await citizen.page.click('#language');
  assert.match(await citizen.said(), /It holds.*What it does not prove/s);
  assert.equal(await citizen.page.title(), 'Check a code of the points ledger');
  assert.doesNotMatch(await citizen.page.innerText('main'), /[\u4e00-\u9fff]{2}(?<!官桥|桥镇)/);
  await citizen.shot('entry-english');
  await citizen.page.click('#language');
  assert.match(await citizen.said(), /对得上/);
}

async function by_keyboard(citizen) {
  await citizen.open();
  await citizen.page.focus('#code');
  await citizen.page.keyboard.insertText(codes.head);
  await citizen.page.keyboard.press('Tab');
  assert.equal(await citizen.page.evaluate(() => document.activeElement.id), 'check');
  await citizen.page.keyboard.press('Enter');
  assert.equal(await citizen.page.evaluate(() => document.activeElement.id), 'verdict');
}

async function readable(citizen) {
  for (const size of [phone, desk]) {
    await citizen.page.setViewportSize(size);
    for (const [name, code] of [['ok', codes.entry], ['unchecked', codes.other], ['failed', 'x']]) {
      await citizen.open();
      if (name === 'failed') await citizen.key(fixture.false_key);
      assert.equal(await citizen.paste(name === 'failed' ? codes.head : code), name);
      await citizen.accessible();
      await citizen.page.click('#language');
      await citizen.accessible();
      const { scrollWidth, clientWidth } = await citizen.page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return { scrollWidth, clientWidth };
      });
      assert.ok(scrollWidth <= clientWidth, `${scrollWidth} wide on ${clientWidth}`);
      await citizen.shot(`${name}-${size.width}`);
    }
  }
}

/** It goes through any chat, and opens at once on an old phone. */
function small() {
  const { size } = statSync(fixture.page);
  assert.ok(size <= 200000, `${size} bytes`);
}

/** The types of the page's scripts hold. */
function typed() {
  const root = fileURLToPath(new URL('../../src/', import.meta.url));
  execFileSync(process.execPath, [root + 'terminal/web/node_modules/typescript/bin/tsc', '-p',
    root + 'check'], { stdio: ['ignore', 'inherit', 'inherit'] });
}

async function runs_nothing_else(citizen) {
  await citizen.open();
  const ran = await citizen.page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.injected = true';
    document.body.append(script);
    return [window.injected === true, document.querySelectorAll('[onclick], [style]').length];
  });
  assert.deepEqual(ran, [false, 0]);
  const asked = await citizen.page.evaluate(() => fetch('data:text/plain,x').then(() => 'answered',
    () => 'refused'));
  assert.equal(asked, 'refused');
}

const tests = { entry, text_of_proof, balance, head, witness, witness_built_in, unknown_signer, wrong_key, forged_signature,
  forged_entry, flipped, cut_short, other_log, damaged, faulty, nothing, blank, built_in, two_books,
  photographed, read_by_browser, no_code_in_photo, english, by_keyboard, readable, runs_nothing_else, small, typed };

/** One test in a browser window of its own that has no network. */
async function run(browser, [name, body]) {
  const context = await browser.newContext({ viewport: phone, offline: true });
  const page = await context.newPage();
  page.setDefaultTimeout(150000);
  const broken = [];
  page.on('pageerror', (error) => broken.push(error.message));
  page.on('request', (request) => {
    if (!/^(file|data|blob):/.test(request.url())) broken.push('asked for ' + request.url());
  });
  try {
    await body(new Citizen(page));
    assert.deepEqual(broken, []);
    console.log(`ok    ${name}`);
    return true;
  } catch (error) {
    await page.screenshot({ path: `${fixture.shots}/failed-${name}.png` }).catch(() => undefined);
    console.log(`FAIL  ${name}\n${error.stack}`);
    return false;
  } finally {
    await context.close();
  }
}

// The sandbox of the browser needs a user who is not root; the page under test is our own.
const browser = await chromium.launch({ executablePath: fixture.chromium,
  args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
const chosen = Object.entries(tests).filter(([name]) => new RegExp(pattern).test(name));
let failed = 0;
for (const test of chosen) failed += (await run(browser, test)) ? 0 : 1;
await browser.close();
console.log(`${chosen.length - failed} of ${chosen.length} passed`);
process.exit(failed ? 1 : 0);
