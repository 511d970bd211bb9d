// From the code on paper to the text it holds: Base45, zlib, Base64, each in its one spelling.
import { inflateSync } from 'fflate';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const prefix = 'WUMEI1:';
const payload_most = 4296;
const text_most = 16 * 1024;

/** What cannot be checked, or does not hold; `word` is a key of the texts. */
export class Finding extends Error {
  /** @param {'failed' | 'unchecked'} verdict @param {string} word @param {string} [more] */
  constructor(verdict, word, more = '') {
    super(word);
    Object.assign(this, { verdict, word, more });
  }
}

const unread = () => new Finding('unchecked', 'code_damaged');

/** Three characters are two bytes, a rest of two is one (RFC 9285). @param {string} text */
export function from_base45(text) {
  const digits = [...text].map((char) => alphabet.indexOf(char));
  if (digits.includes(-1) || digits.length % 3 === 1) throw unread();
  const bytes = [];
  for (let at = 0; at < digits.length; at += 3) {
    const part = digits.slice(at, at + 3);
    const value = part.reduce((sum, digit, place) => sum + digit * 45 ** place, 0);
    if (value >= 256 ** (part.length - 1)) throw unread();
    if (part.length === 3) bytes.push(value >> 8);
    bytes.push(value & 255);
  }
  return Uint8Array.from(bytes);
}

/** @param {Uint8Array} bytes */
function adler32(bytes) {
  let low = 1, high = 0;
  for (const byte of bytes) {
    low = (low + byte) % 65521;
    high = (high + low) % 65521;
  }
  return high * 65536 + low;
}

/** A whole zlib stream (RFC 1950): its check sum holds. @param {Uint8Array} bytes */
function inflated(bytes) {
  if (bytes.length < 7 || (bytes[0] & 15) !== 8 || (bytes[0] * 256 + bytes[1]) % 31) throw unread();
  let data;
  try {
    data = inflateSync(bytes.subarray(2, -4));
  } catch {
    throw unread();
  }
  const sum = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4).getUint32(0);
  if (adler32(data) !== sum || data.length > text_most) throw unread();
  return data;
}

/** The proof or note in what was scanned or pasted; text that is no code stays as it is.
 * @param {string} given */
export function unpacked(given) {
  const code = given.replace(/^[\r\n\t]+|[\r\n\t]+$/g, '');
  if (!code.startsWith(prefix)) return given.replace(/\r\n/g, '\n').replace(/^\s+/, '');
  const payload = code.slice(prefix.length);
  if (payload.length > payload_most) throw unread();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(inflated(from_base45(payload)));
  } catch {
    throw unread();
  }
}

/** Strict: no white space, no stray bits, padding complete. @param {string} text */
export function from_base64(text) {
  let binary;
  try {
    binary = atob(text);
  } catch {
    throw new Finding('unchecked', 'not_understood');
  }
  if (btoa(binary) !== text) throw new Finding('unchecked', 'not_understood');
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}

/** A number in its one spelling. @param {string | undefined} text */
export function number(text) {
  if (!/^(0|[1-9][0-9]{0,15})$/.test(text ?? '')) throw new Finding('unchecked', 'not_understood');
  return Number(text);
}

/** @param {Uint8Array} a @param {Uint8Array} b */
export const same = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]);

/** @param {Uint8Array} bytes */
export const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
