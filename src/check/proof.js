// What a proof says and whether it holds: an entry, a household's balance, or the head of the log.
import { etc } from '@noble/ed25519';
import { sha256 } from '@noble/hashes/sha2.js';
import { Finding, from_base64, hex, number, same, unpacked } from './codes.js';
import { believe, read_checkpoint } from './notes.js';

const proof_tag = 'c2sp.org/tlog-proof@v1', balance_tag = 'wumei/balance@v1';
const not_understood = () => new Finding('unchecked', 'not_understood');
const failed = (/** @type {string} */ word) => new Finding('failed', word);

/** @param {Uint8Array} data */
const leaf_hash = (data) => sha256(etc.concatBytes(Uint8Array.of(0), data));
/** @param {Uint8Array} left @param {Uint8Array} right */
const node_hash = (left, right) => sha256(etc.concatBytes(Uint8Array.of(1), left, right));

/** The root that this leaf at this place has under the path (RFC 9162, 2.1.3.2); null for a path of
 * another shape. @param {Uint8Array} leaf @param {number} index @param {number} size
 * @param {Uint8Array[]} path */
export function inclusion(leaf, index, size, path) {
  if (index >= size || path.length > 63) return null;
  const half = (/** @type {number} */ n) => Math.floor(n / 2);
  let place = index, last = size - 1, root = leaf;
  for (const sibling of path) {
    if (last === 0) return null;
    if (place % 2 || place === last) {
      root = node_hash(sibling, root);
      while (place && place % 2 === 0) [place, last] = [half(place), half(last)];
    } else {
      root = node_hash(root, sibling);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 ? root : null;
}

/** @param {string[]} lines */
function hashes_of(lines) {
  const path = lines.map(from_base64);
  if (path.some((hash) => hash.length !== 32)) throw not_understood();
  return path;
}

/** Text before the first empty line, and after it. @param {string} text */
function halves(text) {
  const gap = text.indexOf('\n\n');
  if (gap < 0) throw not_understood();
  return [text.slice(0, gap), text.slice(gap + 2)];
}

/** @param {Uint8Array} bytes */
function read_json(bytes) {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { text, value: JSON.parse(text) };
  } catch {
    throw failed('no_entry');
  }
}

/** @param {string} text */
function read_proof(text) {
  const [head, note] = halves(text);
  const [tag, extra, place, ...path] = head.split('\n');
  if (tag !== proof_tag || !extra?.startsWith('extra ') || !place?.startsWith('index '))
    throw not_understood();
  return { leaf: from_base64(extra.slice(6)), index: number(place.slice(6)),
    path: hashes_of(path), head: read_checkpoint(note) };
}

/** @param {Uint8Array} leaf @param {number} index */
function read_entry(leaf, index) {
  const { text, value } = read_json(leaf);
  if (!Array.isArray(value) || value.length !== 11 || value[0] !== 'wumei/entry/1' ||
      value[1] !== index) throw failed('no_entry');
  const [, seq, recorded, effective, kind, actor, , refs, legs, data] = value;
  return { seq, recorded, effective, kind, actor, refs, legs, data, text };
}

/** The account is the leaf at its place in the tree that the close of the day names.
 * @param {string} text @param {ReturnType<typeof read_entry>} close */
function read_balance(text, close) {
  const [tag, account, place, ...lines] = text.split('\n');
  const at = /^index (\d+) of (\d+)$/.exec(place ?? '');
  if (tag !== balance_tag || !account?.startsWith('account ') || !at) throw not_understood();
  const leaf = from_base64(account.slice(8)), size = number(at[2]);
  if (close.kind !== 'day.close' || close.data?.out?.accounts !== size) throw failed('no_close');
  const root = inclusion(leaf_hash(leaf), number(at[1]), size, hashes_of(lines));
  if (!root || hex(root) !== close.data.out.account_root) throw failed('no_account');
  const { text: spelled, value } = read_json(leaf);
  if (!Array.isArray(value) || value[0] !== 'wumei/account/1' || JSON.stringify(value) !== spelled)
    throw failed('no_account');
  const [, household, [spendable, pending, arrears, honour]] = value;
  return { household, day: close.data.in.day, spendable, pending, arrears, honour };
}

/** Everything that was shown before on this page: two heads of one size must be one.
 * @type {import('./notes.js').Checkpoint[]} */
const heads = [];

/** @param {import('./notes.js').Checkpoint} head */
function compare(head) {
  const other = heads.find(({ origin, size, root }) => (
    origin === head.origin && size === head.size && !same(root, head.root)));
  if (other) throw new Finding('failed', 'two_heads', other.note + '\n' + head.note);
  heads.push(head);
}

/** Throws a Finding unless all of it holds.
 * @param {string} given @param {import('./notes.js').Key[]} keys */
export function check(given, keys) {
  let text = unpacked(given), balance = '';
  if (!text.trim()) throw new Finding('unchecked', 'no_code');
  if (text.startsWith(balance_tag)) [balance, text] = halves(text);
  if (!text.startsWith(proof_tag)) {
    if (balance) throw not_understood();
    const head = read_checkpoint(text);
    const believed = believe(head, keys);
    compare(head);
    return { what: 'head', head, ...believed };
  }
  const { leaf, index, path, head } = read_proof(text);
  const believed = believe(head, keys);
  const root = inclusion(leaf_hash(leaf), index, head.size, path);
  if (!root || !same(root, head.root)) throw failed('not_in_log');
  const entry = read_entry(leaf, index);
  const account = balance ? read_balance(balance, entry) : null;
  compare(head);
  return { what: account ? 'balance' : 'entry', head, ...believed, entry, account };
}
