// What the program is told to serve: all that the page asks for, nothing else, and little of it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { fileURLToPath } from 'node:url';

const web = fileURLToPath(new URL('../../src/terminal/web/', import.meta.url));
const most_bytes = 150000;

const listed = () => new Map(readFileSync(join(web, 'files.txt'), 'utf8').split('\n')
  .filter((line) => line && !line.startsWith('#'))
  .map((line) => line.split(' ').slice(0, 2)));

/** The paths that a served file names: imports, and what index.html links. */
function asked(url, text) {
  const found = [...text.matchAll(/(?:from|src=|href=)\s*['"]([./][^'"]+)['"]/g)]
    .map(([, path]) => path).filter((path) => !path.startsWith('/api/'));
  return found.map((path) => (path.startsWith('/') ? path : join(dirname(url), path)));
}

function complete() {
  const files = listed();
  const reached = new Set(['/']);
  for (const url of reached) {
    assert.ok(files.has(url), `${url} is asked for and not listed`);
    const text = readFileSync(join(web, files.get(url)), 'utf8');
    for (const next of url.startsWith('/vendor/') ? [] : asked(url, text)) reached.add(next);
  }
  assert.deepEqual([...files.keys()].filter((url) => !reached.has(url)), []);
  const modules = readdirSync(web, { recursive: true }).filter((name) => (
    !name.startsWith('node_modules') && name.endsWith('.js')));
  const served = [...files.values()].filter((name) => !name.startsWith('node_modules'));
  assert.deepEqual(modules.filter((name) => !served.includes(name)), []);
}

function small() {
  const bytes = [...listed().values()].reduce((sum, name) => sum + statSync(join(web, name)).size, 0);
  assert.ok(bytes <= most_bytes, `${bytes} bytes`);
  console.log(`      ${bytes} bytes in ${listed().size} files`);
}

function typed() {
  execFileSync(process.execPath, [join(web, 'node_modules/typescript/bin/tsc'), '--noEmit'],
    { cwd: web, stdio: ['ignore', 'inherit', 'inherit'] });
}

export const checks = [
  { name: 'what the page asks for is listed, and nothing else', body: complete },
  { name: 'the page is small', body: small },
  { name: 'the types of the page hold', body: typed },
];
