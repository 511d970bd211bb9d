// Makes the page that checks a code: one file that needs nothing beside it.
//   node src/check/build.mjs OUT.html
// It is written for phones of the last eight years: since then browsers have whole numbers of any
// size, which the signatures need. A policy in the page lets the browser run this script and this
// style and nothing else, and ask nobody for anything.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const packages = here('../terminal/web/node_modules');
const { buildSync } = createRequire(packages + '/')('esbuild');

const bundled = buildSync({ entryPoints: [here('page.js')], bundle: true, minify: true,
  format: 'iife', target: ['chrome67', 'firefox68'], charset: 'utf8', legalComments: 'none', write: false,
  nodePaths: [packages] });
// A script in a page ends where the page sees an end.
const script = bundled.outputFiles[0].text.trim().replaceAll('</script', '<\\/script');
const style = readFileSync(here('page.css'), 'utf8').trim();
const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const policy = `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; ` +
  "base-uri 'none'; form-action 'none'";
const parts = { policy, script, style };
writeFileSync(process.argv[2], readFileSync(here('page.html'), 'utf8')
  .replace(/\{\{(\w+)\}\}/g, (_, name) => parts[name]));
