// Starts a counter and a browser, and does at the page what a clerk does: look, touch, type, scan.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const require = createRequire(new URL('../../src/terminal/web/package.json', import.meta.url));
export const { chromium } = require('playwright-core');
export const axe_path = require.resolve('axe-core/axe.min.js');

/** What a clerk made the page ask for; it asks for the scanner by itself. */
export const by_clerk = (request) => (
  request.method() !== 'GET' && !request.url().endsWith('/api/scans'));

/** Whether a child of ours has not ended yet: one that was killed has no exit code. */
export const lives = (child) => child.exitCode === null && child.signalCode === null;

/** The page waits eight times as long for an answer: a machine under load is no lost link. */
export const patient = (context) => context.addInitScript(() => {
  const { timeout } = AbortSignal;
  AbortSignal.timeout = (ms) => timeout.call(AbortSignal, ms * 8);
});

export const sizes = { wide: { width: 1366, height: 768 }, small: { width: 1024, height: 600 } };

/** Runs the start command in a folder of its own; its first line is the address. */
export async function start(command) {
  const folder = mkdtempSync(join(tmpdir(), 'counter-'));
  const child = spawn('/bin/sh', ['-c', `exec ${command}`], {
    env: { ...process.env, WUMEI_COUNTER_DIR: folder }, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const url = await new Promise((resolve, reject) => {
    lines.once('line', resolve);
    child.once('exit', (code) => reject(new Error(`the counter ended with ${code}`)));
  });
  const stop = async () => {
    if (lives(child))
      await new Promise((resolve) => {
        child.once('exit', resolve);
        child.kill('SIGTERM');
      });
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, stop, folder };
}

export class Till {
  constructor(page, url, fixture) {
    Object.assign(this, { page, url, fixture });
    this.clock = Date.now() / 1000; // of the keyboard: seconds that only the events see
  }

  async open(query = '') {
    await this.page.goto(this.url + query);
    const face = query.includes('face=');
    await this.screen(face ? 'household' : 'start');
    if (!face) await this.page.waitForSelector('#primary'); // the shop has answered
    await this.idle();
  }

  screen(name) {
    return this.page.waitForSelector(`html[data-screen="${name}"] h1`);
  }

  idle() {
    return this.page.waitForFunction(() => document.documentElement.dataset.busy === '0');
  }

  /** Keys as events `gap` seconds apart, whatever the test itself takes to send them. */
  async keys(keys, gap) {
    this.cdp ??= await this.page.context().newCDPSession(this.page);
    this.clock += 1;
    for (const key of keys) {
      this.clock += gap;
      const text = key === 'Enter' ? '\r' : key;
      const event = { key, text, unmodifiedText: text, timestamp: this.clock,
        windowsVirtualKeyCode: key === 'Enter' ? 13 : key.toUpperCase().charCodeAt(0) };
      await this.cdp.send('Input.dispatchKeyEvent', { type: 'keyDown', ...event });
      await this.cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', key,
        timestamp: this.clock + gap / 4 });
    }
  }

  scan(code) {
    return this.keys([...code, 'Enter'], 0.008);
  }

  type(text) {
    return this.keys([...text], 0.15);
  }

  primary() {
    return this.page.click('#primary');
  }

  async sign_in() {
    await this.open();
    await this.primary();
    await this.screen('signin');
    await this.page.click(`input[name=officer][value=${this.fixture.officer}]`);
    await this.page.fill('input[name=pin]', this.fixture.pin);
    await this.primary();
    await this.screen('card');
  }

  async to_identity(card = this.fixture.card) {
    await this.sign_in();
    await this.scan(card);
    await this.screen('identity');
  }

  async to_balance() {
    await this.to_identity();
    await this.page.fill('input[name=answer]', this.fixture.answer);
    await this.primary();
    await this.screen('balance');
  }

  async to_cart() {
    await this.to_balance();
    await this.primary();
    await this.screen('cart');
  }

  /** Puts goods into the cart by scanning them, and waits until the total says so. */
  async put(sku, total) {
    await this.scan(sku);
    await this.total(total);
  }

  total(points) {
    return this.page.waitForFunction((expected) => (
      document.getElementById('total')?.textContent === expected), String(points));
  }

  async to_confirm() {
    await this.to_cart();
    await this.put(this.fixture.sku, this.fixture.total);
    await this.primary();
    await this.screen('confirm');
  }

  async hold(until) {
    const box = await this.page.locator('#primary').boundingBox();
    await this.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await this.page.mouse.down();
    await until();
    await this.page.mouse.up();
  }

  /** Holds until the page asks for that, which is listened for before it can be asked. */
  hold_for(path) {
    const asked = this.page.waitForRequest('**/api/' + path);
    return this.hold(() => asked);
  }

  async to_handover() {
    await this.to_confirm();
    await this.hold(() => this.screen('handover'));
  }

  async to_receipt() {
    await this.to_handover();
    await this.primary();
    await this.screen('receipt');
    await this.idle();
  }

  /** The refusal of what was just done; what is wrong with the cart stands beside it. */
  failure(code) {
    return this.page.waitForSelector(`.bands .band.bad[data-code="${code}"]`);
  }

  text(selector) {
    return this.page.locator(selector).first().innerText();
  }

  /** Answers everything that the page asks for as `answer` says, until `heal`. In the page, since
   * what stands between page and server now and then lets a request pass on a machine under load. */
  break_link(answer) {
    return this.page.evaluate((text) => {
      window.real_fetch = window.fetch;
      window.fetch = () => (text === undefined ? Promise.reject(new TypeError('no link'))
        : Promise.resolve(new Response(text)));
    }, answer);
  }

  heal() {
    return this.page.evaluate(() => { window.fetch = window.real_fetch; });
  }

  /** Lets one route be answered with a failure of the contract, once; in the page, too. */
  answer_once(path, status, code, facts = {}) {
    const body = { error: { code, facts, text: { zh: `〔${code}〕`, en: `[${code}]` } } };
    return this.page.evaluate(([start, answer, failure]) => {
      const real = window.fetch;
      window.fetch = (url, ...rest) => {
        if (!new URL(url, location.href).pathname.startsWith(start)) return real(url, ...rest);
        window.fetch = real;
        return Promise.resolve(Response.json(failure, { status: answer }));
      };
    }, ['/api/' + path, status, body]);
  }
}

export function shots_folder(given) {
  const folder = given ?? mkdtempSync(join(tmpdir(), 'counter-shots-'));
  mkdirSync(folder, { recursive: true });
  return folder;
}
