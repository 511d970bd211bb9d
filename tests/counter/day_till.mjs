// A counter that is cut off and started again on the same ledger, and the clerk before it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Till } from './harness.mjs';

const after_sign_in = ['unresolved', 'card', 'cart', 'balance'];

/** A free port that nobody is given who asks for any: it stays free between two starts. */
async function free_port() {
  const server = createServer();
  for (;;) {
    const port = 20000 + Math.floor(Math.random() * 12000);
    const is_free = await new Promise((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    server.removeAllListeners('error');
    if (is_free) return port;
  }
}

/** The program itself; it always comes back on the port it had. */
export class Program {
  constructor({ wumei, folder, shop }) {
    Object.assign(this, { wumei, folder, shop, port: 0, kills: 0 });
  }

  /** What it is started with, beside its port. */
  words() {
    return ['-L', join(this.folder, 'village.wumei'), 'terminal', '--shop', this.shop];
  }

  async open() {
    this.port ||= await free_port();
    this.child = spawn(this.wumei, [...this.words(), '--port', String(this.port)],
      { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...this.environment } });
    const lines = createInterface({ input: this.child.stdout });
    this.url = await new Promise((resolve, reject) => {
      lines.once('line', resolve);
      this.child.once('exit', (code) => reject(new Error(`the counter ended with ${code}`)));
    });
  }

  end(signal) {
    return new Promise((resolve) => {
      this.child.once('exit', resolve);
      this.child.kill(signal);
    });
  }

  async kill() {
    this.kills += 1;
    await this.end('SIGKILL');
  }
}

export class Clerk extends Till {
  /** The screen that is shown, once it is one of these. */
  async one_of(screens) {
    const shown = await this.page.waitForFunction((wanted) => {
      const { screen, busy } = document.documentElement.dataset;
      return busy === '0' && wanted.includes(screen) && document.querySelector('h1') && screen;
    }, screens);
    return shown.jsonValue();
  }

  async give_pin() {
    await this.page.click(`input[name=officer][value=${this.fixture.officer}]`);
    await this.page.fill('input[name=pin]', this.fixture.pin);
    await this.primary();
    return this.one_of(after_sign_in);
  }

  /** The power is back: the program starts, the clerk signs in again. Where the page then is. */
  async come_back(program, reload) {
    await program.open();
    if (reload) {
      await this.open();
      await this.primary();
    } else {
      await this.page.waitForSelector('html[data-screen="signin"] h1'); // the page finds out itself
    }
    await this.one_of(['signin']);
    return this.give_pin();
  }

  async api(path) {
    const response = await this.page.request.get(this.url + 'api/' + path);
    assert.equal(response.status(), 200, path);
    return response.json();
  }

  /** Every redemption of the day as the counter lists it: id -> state and points. */
  async listed() {
    const { today } = await this.api('state');
    const { redemptions } = await this.api('redemptions?day=' + today);
    return new Map(redemptions.map((each) => [each.id, each]));
  }
}
