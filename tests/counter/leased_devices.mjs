// What a leased till has beside its page: a scanner that the program reads.
import { join } from 'node:path';
import { Scanner } from './scanner.mjs';

/** A card and goods by that scanner. */
export async function by_scanner(till, { folder, home, goods, look }) {
  const [, card, answer] = home;
  const scanner = new Scanner(join(folder, 'scanner'));
  scanner.read(card);
  await till.screen('identity');
  await till.page.fill('input[name=answer]', answer);
  await till.primary();
  await till.screen('balance');
  scanner.read(goods);
  await till.screen('cart');
  await till.page.waitForSelector(`.line[data-sku=${goods}] output:has-text("1")`);
  await look(till, '03-scanned');
  await till.page.click('.backs .plain >> nth=1');
  await till.screen('card');
}
