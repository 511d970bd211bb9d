// A scanner for the program itself: the events of Linux, written into the pipe that it reads.
import { closeSync, openSync, renameSync, writeSync } from 'node:fs';

const EV_KEY = 1, SHIFT = 42, ENTER = 28;
const rows = [[2, '1234567890-=', '!@#$%^&*()_+'], [16, 'qwertyuiop', 'QWERTYUIOP'],
  [30, "asdfghjkl;'", 'ASDFGHJKL:"'], [44, 'zxcvbnm,./', 'ZXCVBNM<>?']];

/** A `struct input_event` of a 64-bit Linux, whose time is not looked at here.
 * @param {number} type @param {number} code @param {number} value */
function event(type, code, value) {
  const bytes = Buffer.alloc(24);
  bytes.writeUInt16LE(type, 16);
  bytes.writeUInt16LE(code, 18);
  bytes.writeInt32LE(value, 20);
  return bytes;
}

const press = (/** @type {number} */ code) => [event(EV_KEY, code, 1), event(0, 0, 0),
  event(EV_KEY, code, 0), event(0, 0, 0)];

/** @param {string} letter */
function keys(letter) {
  for (const [first, plain, shifted] of rows) {
    const at = /** @type {string} */ (plain).indexOf(letter);
    if (at >= 0) return press(Number(first) + at);
    const upper = /** @type {string} */ (shifted).indexOf(letter);
    if (upper >= 0) return [event(EV_KEY, SHIFT, 1), ...press(Number(first) + upper),
      event(EV_KEY, SHIFT, 0)];
  }
  throw new Error(`no key for ${letter}`);
}

export class Scanner {
  /** @param {string} pipe that the program has open */
  constructor(pipe) {
    this.pipe = pipe;
    this.plug_in();
  }

  /** @param {string} code */
  read(code) {
    const events = [...[...code].flatMap(keys), ...press(ENTER)];
    writeSync(this.opened, Buffer.concat(events));
  }

  /** A key that is no character, and then Enter. */
  misread() {
    writeSync(this.opened, Buffer.concat([...keys('C'), ...press(59), ...press(ENTER)]));
  }

  pull() {
    renameSync(this.pipe, this.pipe + '.away');
    closeSync(this.opened);
  }

  put_back() {
    renameSync(this.pipe + '.away', this.pipe);
    this.plug_in();
  }

  plug_in() {
    this.opened = openSync(this.pipe, 'w');
  }
}
