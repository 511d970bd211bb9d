// What a leased till has beside its page: a scanner that the program reads, a folder of pictures.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { picture_of } from './pictures.mjs';
import { Scanner } from './scanner.mjs';

/** A card and goods by that scanner; goods have the pictures of the folder, and nothing else of it
 * can be had. */
export async function scanner_and_pictures(till, { folder, home, goods, look }) {
  const [, card, answer] = home;
  writeFileSync(join(folder, `${goods}.png`), picture_of(goods));
  const scanner = new Scanner(join(folder, 'scanner'));
  scanner.read(card);
  await till.screen('identity');
  await till.page.fill('input[name=answer]', answer);
  await till.primary();
  await till.screen('balance');
  scanner.read(goods);
  await till.screen('cart');
  await till.page.waitForSelector(`.line[data-sku=${goods}] output:has-text("1")`);
  await till.page.waitForFunction((sku) => (
    document.querySelector(`.goods[data-sku=${sku}] img`)?.naturalWidth === 240), goods);
  await look(till, '03-pictures');
  writeFileSync(join(folder, 'G99.png'), picture_of('G99'));
  for (const no_goods of ['G99', '01-1-a'])
    assert.equal((await till.page.request.get(`${till.url}api/pictures/${no_goods}`)).status(), 404);
  await till.page.click('.backs .plain >> nth=1');
  await till.screen('card');
}
