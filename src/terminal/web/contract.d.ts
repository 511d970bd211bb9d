// What the counter's API sends and takes. Amounts are decimal strings ("12.50" points, "2" pieces),
// dates "2026-04-08", instants "2026-04-08 09:30".

export type Text = { zh: string; en: string };
export type Facts = Record<string, any>;
export type Failure = { code: string; facts: Facts; text: Text };
export type Officer = { officer: string; name: string };
export type Clerk = Officer & { csrf: string; idle_seconds: number };
export type Printer = { state: 'none' | 'ok' | 'paper_out' | 'offline'; text: Text };
/** `none`: the program reads no scanner; one that types may still be there. */
export type Scanner = { state: 'none' | 'ok' | 'away'; text: Text };
export type Listening = { listener: number; last: number };
/** Codes in the order they were scanned; "" for one that was not read whole. */
export type Scans = { scans: { number: number; code: string }[] };
export type Village = { id: string; name: string };

export type Household = {
  id: string;
  head: string;
  group: string;
  people: number;
  village: Village;
};
export type Asked = {
  household: Household;
  card: string;
  ask: 'phone' | 'family' | 'none';
  tries_left: number;
};

export type Goods = {
  sku: string;
  name: string;
  unit: string;
  price: string;
  monthly_limit: string;
  on_shelf: string;
  restrictions: string[];
  best_before: string;
  /** Another one when the picture changes; "" where there is none. */
  picture: string;
};
export type GoodsList = { list: string; version: number; prices: number; minimum: string;
                          goods: Goods[] };

export type Line = { sku: string; quantity: string; restriction: string };
export type CartLine = Line & {
  name: string;
  unit: string;
  price: string;
  points: string;
  problem: Failure | null;
};
export type Cart = {
  lines: CartLine[];
  points: string;
  after: string;
  problems: Failure[];
  ready: boolean;
};
export type Visit = {
  redemption: string;
  household: Household;
  receiver: 'self' | 'family' | 'proxy';
  prices: number;
  balance: {
    available: string;
    pending: { points: string; until: string }[];
    expiring: { points: string; on: string }[];
    arrears: string;
    honour: string;
  };
  limits: Record<string, { left: string; resets: string }>;
  cart: Cart;
};

export type Brief = {
  id: string;
  slip: string;
  seq: number;
  state: 'debited' | 'done' | 'taken_back' | 'returned';
  on: string;
  at: string;
  household: { id: string; head: string };
  points: string;
};
export type SoldLine = { sku: string; name: string; unit: string; quantity: string; price: string;
                         points: string; returned: string };
export type Redemption = Brief & {
  lines: SoldLine[];
  before: string;
  after: string;
  code: string;
  receiver: string;
  proxy: string;
  clerk: Officer;
  copies: number;
  qr: string;
  checkpoint: boolean;
  /** Of a leased till: the hub was sent it, so it cannot be changed here. */
  sent?: boolean;
};

/** What a leased till has been lent, and how it stands with its hub. */
export type Lease = {
  till: string;
  number: number;
  stage: 'none' | 'open' | 'reported' | 'closed';
  over: boolean;
  stop: string;
  records_left: number;
  points_left: string;
  unsent: number;
  synced: string;
  synced_minutes: number;
  syncing: boolean;
  away: boolean;
  trouble: Failure | null;
  sheets: { day: string; state: 'waiting' | 'refused'; problem: Failure | null }[];
};

export type State = {
  shop: { id: string; name: string };
  village: Village;
  township: string;
  now: string;
  today: string;
  mode: 'alone' | 'leased';
  lease: Lease | null;
  rehearsal: boolean;
  read_only: boolean;
  clock: { ok: boolean; last: string };
  printer: Printer;
  scanner: Scanner;
  disk_free_mb: number;
  clerk: Clerk | null;
  unresolved: Brief[];
  visit: Visit | null;
  closed_today: boolean;
  version: string;
};

export type Day = {
  day: string;
  redemptions: number;
  points: string;
  returns: number;
  unresolved: Brief[];
  count: { sku: string; name: string; unit: string }[];
  closed: boolean;
};
export type Difference = { sku: string; name: string; counted: string; book: string;
                           difference: string; reason: string };
export type Closing = { differences: Difference[]; head: { size: number; root: string } | null;
                        note: string };
export type Watched = { sku: string; name: string; unit: string; state: 'enough' | 'low' | 'out';
                        left: string; restricted: string; spoiled: string; handed_out: string;
                        beyond: string; empty_since: string };
export type Fund = { stock: string; cash: string; spendable: string; percent: string;
                     thin: boolean };
export type Shelf = { weeks: number; goods: Watched[]; fund: Fund };
export type Donor = { id: string; name: string };
export type Returned = { returned: Redemption; again: Redemption | null };
