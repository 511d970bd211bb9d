// A counter in memory that keeps to the API's contract, so that the page can be tested alone.
//   node tests/counter/mock.mjs [--port N]     prints its address as the first line
// GET /mock/… is not part of the contract: it sets what a test cannot do by hand (idle, paper out).
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { randomBytes } from 'node:crypto';
import { Counter, Problem, pictured } from './mock_counter.mjs';
import { picture_of } from './pictures.mjs';

const web = new URL('../../src/terminal/web/', import.meta.url);
const files = new Map(readFileSync(new URL('files.txt', web), 'utf8').split('\n')
  .filter((line) => line && !line.startsWith('#'))
  .map((line) => [line.split(' ')[0], line.split(' ')]));

const counter = new Counter();
let session = null;

const headers = {
  'Content-Security-Policy': "default-src 'none'; script-src 'self'; style-src 'self'; " +
    "img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; " +
    "form-action 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
};

const open_to_all = new Set(['GET state', 'GET clerks', 'POST session']);

function routes(c) {
  return {
    'GET state': () => c.state_for(session?.clerk ?? null),
    'GET clerks': () => c.clerks(),
    'POST session': (body) => sign_in(body),
    'DELETE session': () => (session = null, {}),
    'GET goods': () => c.goods_list(),
    'GET shelf': () => c.shelf_watch(),
    'POST card': (body) => c.card(body.code),
    'GET households': (_, query) => c.search(query.get('q')),
    'POST visit': (body) => c.open_visit(body),
    'GET visit': () => c.visit_now(),
    'DELETE visit': () => c.drop_visit(),
    'PUT cart': (body) => c.set_cart(body.lines),
    'POST redemptions': (body) => c.redeem(body, session.clerk),
    'GET redemptions': (_, query) => c.of_day(query.get('day')),
    'GET redemptions/*': (_, __, id) => c.redemption(id),
    'POST redemptions/*/handed': (_, __, id) => c.handed(id),
    'POST redemptions/*/not-handed': (_, __, id) => c.not_handed(id),
    'POST redemptions/*/return': (body, _, id) => c.take_back(id, body),
    'POST redemptions/*/print': (_, __, id) => c.print(id),
    'GET day': () => c.day(),
    'POST day/close': (body) => c.close(body),
    'POST goods-in': (body) => c.goods_in(body),
    'GET donors': () => ({ donors: [{ id: 'D01', name: '县自来水厂' }] }),
  };
}

function sign_in({ officer, pin }) {
  const clerk = counter.sign_in(officer, pin);
  session = { key: randomBytes(16).toString('hex'), clerk: {
    ...clerk, csrf: randomBytes(16).toString('hex'), idle_seconds: 180 } };
  return { clerk: session.clerk };
}

// "redemptions/T1/handed" is the route "redemptions/*/handed" with the id "T1".
function pattern(path) {
  const parts = path.split('/');
  if (parts[0] !== 'redemptions' || parts.length < 2) return [path, ''];
  return [['redemptions', '*', ...parts.slice(2)].join('/'), decodeURIComponent(parts[1])];
}

function admit(request, name) {
  const host = request.headers.host;
  if (!/^(127\.0\.0\.1|localhost):\d+$/.test(host)) throw new Problem(403, 'origin');
  const known = session && (request.headers.cookie ?? '').includes('till=' + session.key);
  if (request.method !== 'GET') {
    if ((request.headers.origin ?? `http://${host}`) !== `http://${host}`)
      throw new Problem(403, 'origin');
    if (known && name !== 'POST session' &&
      request.headers['x-wumei-csrf'] !== session.clerk.csrf) throw new Problem(403, 'csrf');
  }
  if (!known && !open_to_all.has(name)) throw new Problem(401, 'session.none');
  return known;
}

function picture(request, sku) {
  admit(request, 'GET pictures/*');
  if (!pictured.has(sku) || sku === 'G19') throw new Problem(404, 'not_found');
  return { png: picture_of(sku) };
}

async function api(request, url) {
  let text = '';
  for await (const part of request) text += part;
  const path = url.pathname.slice('/api/'.length);
  if (path.endsWith('slip.html')) return { html: '<!doctype html><title>小票</title>小票' };
  if (path.startsWith('pictures/')) return picture(request, path.slice('pictures/'.length));
  const [shape, id] = pattern(path);
  const name = `${request.method} ${shape}`;
  const work = routes(counter)[name];
  if (!work) throw new Problem(404, 'not_found');
  const known = admit(request, name);
  const answer = work(text ? JSON.parse(text) : {}, url.searchParams, id);
  if (name === 'GET state' && !known) return { json: counter.state_for(null) };
  return { json: answer };
}

function mock(url) {
  if (url.pathname === '/mock/lock') session = null;
  else counter.arrange(Object.fromEntries(url.searchParams));
  return { json: counter.tally() };
}

async function answer(request, response) {
  const url = new URL(request.url, 'http://127.0.0.1');
  const send = (status, type, body, more = {}) => {
    response.writeHead(status, { ...headers, ...more, 'Content-Type': type });
    response.end(body);
  };
  try {
    const file = files.get(url.pathname);
    if (file) return send(200, file.slice(2).join(' '), readFileSync(new URL(file[1], web)));
    const { json, html, png } = url.pathname.startsWith('/mock/') ? mock(url)
      : url.pathname.startsWith('/api/') ? await api(request, url) : {};
    if (html) return send(200, 'text/html; charset=utf-8', html);
    if (png) return send(200, 'image/png', png);
    if (json === undefined) return send(404, 'text/plain', '');
    const cookie = request.url === '/api/session' && request.method === 'POST'
      ? { 'Set-Cookie': `till=${session.key}; HttpOnly; SameSite=Strict; Path=/` } : {};
    return send(200, 'application/json', JSON.stringify(json), cookie);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return send(error.status, 'application/json', JSON.stringify({ error: error.failure }));
  }
}

const port = Number(process.argv[process.argv.indexOf('--port') + 1] || 0) || 0;
const server = createServer((request, response) => void answer(request, response));
server.listen(port, '127.0.0.1', () =>
  console.log(`http://127.0.0.1:${server.address().port}/`));
process.on('SIGTERM', () => process.exit(0));
