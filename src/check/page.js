// The page on which a citizen checks the code of a slip, a proof or a bulletin.
import { Finding, hex } from './codes.js';
import { read_keys } from './notes.js';
import { read_picture } from './picture.js';
import { check } from './proof.js';
import { kind_word, language, points, switch_language, word } from './words.js';

const by_id = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const field = (/** @type {string} */ id) => /** @type {HTMLTextAreaElement} */ (by_id(id));
const meta = (/** @type {string} */ name) => (
  document.querySelector(`meta[name="${name}"]`)?.getAttribute('content') ?? '');
const built_in = meta('log-key');

/** What the last check came to; shown anew in the other language. @type {(() => void) | null} */
let shown = null;

/** @param {string} tag @param {string | Node[]} content @param {string} [name] of its class */
function element(tag, content, name = '') {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (typeof content === 'string') made.textContent = content;
  else made.append(...content);
  return made;
}

/** @param {[string, string][]} rows */
const facts = (rows) => element('dl', rows.map(([name, value]) => (
  element('div', [element('dt', name), element('dd', value)]))));
/** @param {string} title @param {string[]} keys */
const list = (title, keys) => [element('h3', word(title)),
  element('ul', keys.map((key) => element('li', word(key))))];
/** @param {string} text */
const verbatim = (text) => element('details', [element('summary', word('details')),
  element('pre', text)]);

/** What an entry did to households, one row a leg. @param {any[]} legs @returns {[string, string][]} */
function household_rows(legs) {
  return legs.flatMap(([account, , amount, balance]) => {
    const parts = /^h\/([^:]+):(spendable|pending|arrears|honour)/.exec(account);
    if (!parts) return [];
    return [[`${word('household')} ${parts[1]} · ${word(parts[2])}`,
      word('then', { amount: (amount > 0 ? '+' : '') + points(amount), balance: points(balance) })]];
  });
}

/** @param {any} entry @returns {[string, string][]} */
function entry_rows({ kind, effective, actor, legs, data }) {
  /** @type {[string, string][]} */
  const rows = [[word('on'), effective], [word('kind'), kind_word(kind)], [word('by'), actor]];
  if (kind === 'redeem.confirm') {
    const goods = data.in.lines.map((/** @type {any} */ line) => `${line.sku} × ${line.quantity}`);
    rows.push([word('slip'), data.in.slip], [word('goods'), goods.join(', ')]);
  }
  return rows.concat(household_rows(legs));
}

/** @param {any} account @returns {[string, string][]} */
const account_rows = (account) => ['spendable', 'pending', 'arrears', 'honour'].map((name) => (
  [word(name), word('some_points', { amount: points(account[name]) })]));

/** @param {any} found @returns {[string, string][]} */
function head_rows({ head, signer, seen }) {
  const at = (/** @type {number} */ time) => new Date(time * 1000).toISOString().slice(0, 10);
  return [[word('signer'), `${signer.name} ${hex(signer.id)}`], [word('root'), hex(head.root)],
  ...seen.map((/** @type {any} */ { name, time }) => /** @type {[string, string]} */ (
    [word('witness'), word('seen', { name, time: at(time) })]))];
}

const proves = {
  entry: ['proves_entry', 'proves_kept'], balance: ['proves_balance', 'proves_kept'],
  head: ['proves_head'] };
const not_proved = {
  entry: ['not_right', 'not_later', 'not_goods'], balance: ['not_right', 'not_later'],
  head: ['not_yours', 'not_right'] };

/** @param {any} found what `check` answers */
function held(found) {
  const { what, head, seen, entry, account } = found;
  const said = { log: head.origin, size: head.size, seq: entry?.seq, ...account,
    spendable: account && points(account.spendable) };
  const rows = { entry: () => entry_rows(entry), balance: () => account_rows(account),
    head: () => [] };
  const key = /** @type {keyof typeof proves} */ (what);
  const common = seen.length ? ['not_key'] : ['not_one_book', 'not_key'];
  return [element('p', word('said_' + what, said), 'said'),
    facts([...rows[key](), ...head_rows(found)]),
    ...list('proves', proves[key]), ...list('not_proved', [...not_proved[key], ...common]),
    verbatim((entry ? entry.text + '\n\n' : '') + head.note)];
}

/** @param {string} verdict @param {() => Node[]} content */
function show(verdict, content) {
  shown = () => {
    by_id('result').hidden = false;
    by_id('result').dataset.verdict = verdict;
    by_id('verdict').textContent = word(verdict);
    by_id('findings').textContent = '';
    by_id('findings').append(...content());
  };
  shown();
  by_id('verdict').focus();
  by_id('result').scrollIntoView({ block: 'start' });
}

function run() {
  try {
    const keys = read_keys(field('keys').value.trim() ? field('keys').value : built_in);
    const found = check(field('code').value, keys);
    show('ok', () => held(found));
  } catch (error) {
    // What nobody thought of is no pass, and an earlier verdict may not stay.
    const finding = error instanceof Finding ? error : new Finding('unchecked', 'not_understood');
    const { verdict, word: key, more } = /** @type {any} */ (finding);
    show(verdict, () => [element('p', word(key, { more }), 'said'),
      ...(key === 'two_heads' ? [verbatim(more)] : [])]);
  }
}

/** @param {Event} event */
async function read(event) {
  const input = /** @type {HTMLInputElement} */ (event.currentTarget);
  const [file] = input.files ?? [];
  if (!file) return;
  by_id('reading').textContent = word('reading');
  const text = await read_picture(file);
  input.value = ''; // the same picture may be chosen again
  by_id('reading').textContent = text ? word('picture_read', { n: text.length })
    : word('picture_none');
  if (!text) return;
  field('code').value = text;
  run();
}

function paint() {
  document.documentElement.lang = language() === 'zh' ? 'zh-CN' : 'en';
  document.title = word('title');
  for (const each of document.querySelectorAll('[data-word]'))
    each.textContent = word(/** @type {HTMLElement} */ (each).dataset.word ?? '');
  by_id('language').textContent = language() === 'zh' ? 'English' : '中文';
  by_id('language').lang = language() === 'zh' ? 'en' : 'zh-CN';
  by_id('reading').textContent = '';
  show_key();
  shown?.();
}

/** The key that came with the page, to be compared with the board. */
function show_key() {
  if (!built_in) {
    by_id('key-other').setAttribute('open', '');
    return;
  }
  const [log, ...witnesses] = read_keys(built_in);
  const number = (/** @type {{ id: Uint8Array }} */ { id }) => word('key_number', { id: hex(id) });
  by_id('key-built-in').hidden = false;
  by_id('key-log').textContent = `${meta('log-title')} ${log.name}`.trim();
  by_id('key-id').textContent = [number(log), ...witnesses.map((key) => (
    `${word('witness')} ${key.name} ${number(key)}`))].join('\n');
}

by_id('language').addEventListener('click', () => {
  switch_language();
  paint();
});
by_id('check').addEventListener('click', run);
by_id('picture').addEventListener('change', read);
paint();
