// Signed notes, checkpoints and keys, as C2SP has them.
import { etc, hashes, verify } from '@noble/ed25519';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { Finding, from_base64, hex, number, same } from './codes.js';

hashes.sha512 = sha512;

const log_type = 1, witness_type = 4;
const year_10000 = 253402300800;
const bytes_of = (/** @type {string} */ text) => new TextEncoder().encode(text);
const not_understood = () => new Finding('unchecked', 'not_understood');

/** @typedef {{ name: string, id: Uint8Array, type: number, key: Uint8Array, text: string }} Key */

/** `name+id+base64 of type and key`; the id must follow from the rest.
 * @param {string} text @returns {Key} */
export function read_key(text) {
  const parts = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text);
  if (!parts) throw new Finding('unchecked', 'bad_key');
  const [, name, id, coded] = parts;
  let data;
  try {
    data = from_base64(coded);
  } catch {
    throw new Finding('unchecked', 'bad_key');
  }
  const expected = sha256(etc.concatBytes(bytes_of(name + '\n'), data)).slice(0, 4);
  if (hex(expected) !== id || data.length !== 33 || ![log_type, witness_type].includes(data[0])) {
    throw new Finding('unchecked', 'bad_key');
  }
  return { name, id: expected, type: data[0], key: data.slice(1), text };
}

/** One a line; what has no plus sign is a remark of whoever pasted it. @param {string} text */
export const read_keys = (text) => text.split('\n').map((line) => line.trim())
  .map((line) => line.split(/\s/).find((word) => word.includes('+')) ?? '')
  .filter(Boolean).map(read_key);

const is_log = (/** @type {Key} */ { type }) => type === log_type;

/** The name that signs: the origin without its epoch. @param {string} origin */
export const log_name = (origin) => origin.replace(/\/e[0-9]+$/, '');

/** @param {string} line */
function signature_of(line) {
  const [dash, name, coded, ...rest] = line.split(' ');
  if (dash !== '\u2014' || !name || name.includes('+') || rest.length || !coded)
    throw not_understood();
  const data = from_base64(coded);
  if (data.length < 5) throw not_understood();
  return { name, id: data.slice(0, 4), data: data.slice(4) };
}

/** @param {Uint8Array} signature @param {Uint8Array} message @param {Uint8Array} key */
function is_signed(signature, message, key) {
  try {
    return signature.length === 64 && verify(signature, message, key, { zip215: false });
  } catch {
    return false;
  }
}

/** @typedef {{ origin: string, size: number, root: Uint8Array, text: string, note: string,
 *   signatures: ReturnType<typeof signature_of>[] }} Checkpoint */

/** @param {string} note @returns {Checkpoint} */
export function read_checkpoint(note) {
  // eslint-disable-next-line no-control-regex
  if (/[\0-\x09\x0b-\x1f]/.test(note)) throw not_understood();
  const gap = note.lastIndexOf('\n\n');
  if (gap < 0 || !note.endsWith('\n') || gap + 2 >= note.length) throw not_understood();
  const text = note.slice(0, gap + 1);
  const lines = note.slice(gap + 2, -1).split('\n');
  const [origin, size, root, end, ...rest] = text.split('\n');
  if (!origin || end !== '' || rest.length || lines.length > 16) throw not_understood();
  const read = { origin, size: number(size), root: from_base64(root), text, note,
    signatures: lines.map(signature_of) };
  if (read.root.length !== 32) throw not_understood();
  return read;
}

/** True, or when a witness saw it; false for a wrong signature, null for none.
 * @param {Checkpoint} checkpoint @param {Key} key */
export function signed_by({ text, signatures }, key) {
  let found = null;
  for (const { name, id, data } of signatures) {
    if (name !== key.name || !same(id, key.id)) continue;
    let message = text, signature = data, time = 1;
    if (key.type === witness_type) {
      if (data.length !== 72) return false;
      time = data.slice(0, 8).reduce((sum, byte) => sum * 256 + byte, 0);
      message = `cosignature/v1\ntime ${time}\n${text}`;
      signature = data.slice(8);
    }
    if (!is_signed(signature, bytes_of(message), key.key)) return false;
    if (time > 0 && time < year_10000)
      found = key.type === witness_type ? Math.max(Number(found), time) : true;
  }
  return found;
}

/** A key that is believed signed the head: which one, and which witnesses saw it when. Lines under
 * other keys prove nothing, and nothing is said of them.
 * @param {Checkpoint} head @param {Key[]} keys */
export function believe(head, keys) {
  if (!keys.some(is_log)) throw new Finding('unchecked', 'no_key');
  const named = keys.filter((key) => is_log(key) && log_name(key.name) === log_name(head.origin));
  if (!named.length) throw new Finding('unchecked', 'other_log', log_name(head.origin));
  const signed = named.map((key) => signed_by(head, key));
  if (signed.includes(false)) throw new Finding('failed', 'wrong_signature');
  if (!signed.includes(true)) throw new Finding('failed', 'not_signed');
  const seen = keys.filter((key) => !is_log(key)).map((key) => (
    { name: key.name, time: signed_by(head, key) }));
  const wrong = seen.find(({ time }) => time === false);
  if (wrong) throw new Finding('failed', 'wrong_witness', wrong.name);
  return { signer: named[signed.indexOf(true)], seen: seen.filter(({ time }) => time !== null) };
}
