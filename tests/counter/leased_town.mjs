// A rehearsal village with a hub, a leased till, and the line between them, which can be cut.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Program } from './day_till.mjs';
import { lives } from './harness.mjs';

const data = fileURLToPath(new URL('../../examples/data/', import.meta.url));
const passphrase = { WUMEI_PASSPHRASE: 'correct horse', LANG: 'C.UTF-8' };

/** Between till and hub: `pass`, `cut`, or what `fault` does with the answer to one request. */
export class Line {
  constructor() {
    this.cut = false;
    /** @type {((path: string) => Promise<boolean>) | null} true: the answer is lost */
    this.fault = null;
    this.hub = 0;
    this.server = createServer((asked, answer) => this.forward(asked, answer));
  }

  open() {
    return new Promise((resolve) => this.server.listen(0, '127.0.0.1', () => {
      this.url = `http://127.0.0.1:${this.server.address().port}/`;
      resolve();
    }));
  }

  forward(asked, answer) {
    if (this.cut) return asked.socket.destroy();
    const { method, url, headers } = asked;
    const on = request({ host: '127.0.0.1', port: this.hub, method, path: url, headers },
      async (came) => {
        const parts = [];
        for await (const part of came) parts.push(part);
        if (this.fault && await this.fault(url)) return asked.socket.destroy();
        answer.writeHead(came.statusCode, came.headers);
        answer.end(Buffer.concat(parts));
      });
    on.on('error', () => asked.socket.destroy());
    asked.pipe(on);
    return undefined;
  }
}

export class Town {
  constructor(wumei, folder) {
    Object.assign(this, { wumei, folder, line: new Line() });
  }

  words(words, { officer = 'T01', pin = '246801', now = '2026-04-20T07:00' } = {}) {
    return ['-L', 't.wumei', '--as', officer, '--pin', pin, ...words,
      ...(now ? ['--now', now] : [])];
  }

  run(words, who) {
    return execFileSync(this.wumei, this.words(words, who), { cwd: this.folder, encoding: 'utf8',
      env: { ...process.env, ...passphrase }, stdio: ['ignore', 'pipe', 'inherit'] });
  }

  found() {
    const of = (name) => join(data, 'village', name);
    this.run(['init', '--rehearsal', '--title', '官桥镇', '--programme', 'guanqiao', '--name', '林秀英']);
    for (const kind of ['villages', 'officers', 'grids', 'households', 'shops'])
      this.run(['import', kind, of(`${kind}.csv`)]);
    this.run(['import', 'goods', join(data, 'goods.csv')]);
    this.run(['import', 'budgets', of('budgets.csv')]);
    this.run(['import', 'opening', of('opening.csv')]);
    this.run(['import', 'opening-stock', of('opening-stock.csv')], { officer: 'T02', pin: '135790' });
    const said = this.run(['hub', 'token', 'add', '--for', 'till-a', '--right', 'shop'],
      { officer: 'SK01', pin: '445201', now: '' });
    [this.token] = /wumei_\S+/.exec(said);
  }

  async start_hub(now) {
    this.hub = spawn(this.wumei, ['-L', 't.wumei', 'hub', 'serve', '--rate', '1000000',
      ...(now ? ['--now', now] : [])], { cwd: this.folder, stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...passphrase } });
    const lines = createInterface({ input: this.hub.stdout });
    const url = await new Promise((resolve, reject) => {
      lines.once('line', resolve);
      this.hub.once('exit', () => reject(new Error('the hub did not start')));
    });
    this.line.hub = Number(new URL(url).port);
  }

  stop_hub() {
    if (!this.hub || !lives(this.hub)) return undefined;
    return new Promise((resolve) => {
      this.hub.once('exit', resolve);
      this.hub.kill('SIGTERM');
    });
  }

  /** A start of the till that is to fail: its exit code and what it says. */
  refused_start(hub) {
    const done = spawnSync(this.wumei, ['--hub', hub, '--lang', 'zh', 'terminal', '--shop', '01-1', '--till',
      'other'], { cwd: this.folder, encoding: 'utf8',
      env: { ...process.env, ...passphrase, WUMEI_TOKEN: this.token } });
    return { code: done.status, said: done.stderr + done.stdout };
  }

  /** What the hub itself says, whatever the line does. */
  async ask(path) {
    const answer = await fetch(`http://127.0.0.1:${this.line.hub}/v1/ledgers/guanqiao/${path}`,
      { headers: { Authorization: `Bearer ${this.token}` } });
    return answer.json();
  }

  /** Who is not in the first lease and has so many points: household, card, answer. */
  async stranger(points) {
    const { households: held } = await this.ask('tills/01-1-a/leases/1/households');
    const known = new Set(held.map(({ household }) => household));
    const all = readFileSync(join(data, 'village', 'opening.csv'), 'utf8').match(/^\d{7}/gm);
    for (const household of all.filter((each) => !known.has(each))) {
      const seen = await this.ask(`tills/01-1-a/leases/1/visitor?code=${household}`);
      if (Number(seen.points) >= points && seen.phone_end)
        return [household, seen.card, seen.phone_end];
    }
    throw new Error('everybody is in the lease');
  }

  /** Every entry of the log of that kind. */
  async entries(kind) {
    const found = [];
    for (let after = -1, size = 0; after + 1 < size || after < 0;) {
      const page = await this.ask(`entries?after=${after}&limit=1000`);
      found.push(...page.entries.filter((entry) => entry.kind === kind));
      after = page.next;
      size = page.size;
    }
    return found;
  }
}

/** The till's own program, which always comes back on its port. */
export class LeasedProgram extends Program {
  constructor(town, now) {
    super({ wumei: town.wumei, folder: town.folder, shop: '01-1' });
    Object.assign(this, { town, now, environment: { WUMEI_TOKEN: town.token } });
  }

  words() {
    return ['--hub', this.town.line.url, '--now', this.now, 'terminal', '--shop', this.shop,
      '--till', '01-1-a', '--file', join(this.folder, '01-1-a.till'),
      '--scanner', 'fifo:' + join(this.folder, 'scanner'), '--pictures', this.folder];
  }
}
