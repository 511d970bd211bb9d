// Pictures of goods for the tests: a PNG that is drawn here, since a photograph is large.
import { deflateSync } from 'node:zlib';

/** As PNG sums up its chunks. @param {Buffer} bytes */
function crc32(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}

function chunk(kind, data) {
  const body = Buffer.concat([Buffer.from(kind, 'ascii'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

/** A bag of some colour on white, a little different for each of the goods. @param {string} sku */
export function picture_of(sku, width = 240, height = 180) {
  const seed = [...sku].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7);
  const ink = [80 + seed % 120, 60 + (seed >> 3) % 120, 50 + (seed >> 6) % 120];
  const rows = Buffer.alloc(height * (width * 3 + 1), 255);
  for (let y = 0; y < height; y += 1) {
    rows[y * (width * 3 + 1)] = 0;
    for (let x = 0; x < width; x += 1) {
      const across = Math.abs(x / width - 0.5), down = y / height;
      const inside = down > 0.1 && down < 0.92 && across < 0.2 + 0.12 * down;
      const label = down > 0.42 && down < 0.66 && across < 0.16;
      if (inside && !label) rows.set(ink, y * (width * 3 + 1) + 1 + x * 3);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}
