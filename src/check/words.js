// The two languages of the page, side by side.

/** key: [zh, en]; {x} is filled in */
const texts = {
  title: ['查一查积分凭证码', 'Check a code of the points ledger'],
  lead: ['这一页自己算，不联网，也不把您的码发给任何人。',
    'This page computes by itself. It uses no network and sends your code to nobody.'],
  key_title: ['一、账本的公钥', "1. The ledger's public key"],
  key_hint: ['公钥印在村里的公示栏上。请对一对：编号一样才可信。',
    'The key is printed on the notice board. Compare: trust it only when the number is the same.'],
  key_other: ['换一把公钥', 'Use another key'],
  key_label: ['公钥（一行一把；也可加见证人的公钥）',
    'Public keys, one a line; keys of witnesses may follow'],
  key_number: ['编号 {id}', 'number {id}'],
  code_title: ['二、纸上的二维码', '2. The code on the paper'],
  picture: ['拍照，或选一张图', 'Take or choose a photo'],
  code_label: ['或者用别的软件扫码，把文字粘贴在这里：',
    'Or scan it with another program and paste the text here:'],
  reading: ['正在找二维码……', 'Looking for the code ...'],
  picture_read: ['读到了，共 {n} 个字符。', 'Read: {n} characters.'],
  picture_none: ['图里没有找到二维码。请对正、拍清楚，只拍二维码。',
    'No code was found in the picture. Hold straight and close, the code alone.'],
  check: ['检查', 'Check'],

  ok: ['✔ 对得上', '✔ It holds'],
  failed: ['✘ 不对', '✘ It does not hold'],
  unchecked: ['？ 没法查', '? It cannot be checked'],
  proves: ['这说明', 'What this proves'],
  not_proved: ['这不说明', 'What it does not prove'],
  details: ['原文', 'The very text'],

  no_key: ['还没有公钥。请把公示栏上的公钥填到第一步里。',
    'There is no key yet. Enter the one from the notice board in step 1.'],
  bad_key: ['公钥填得不对：请一个字不差地照抄。',
    'That is no public key: copy it exactly.'],
  no_code: ['还没有码。请拍照或粘贴。', 'There is no code yet. Take a photo or paste the text.'],
  code_damaged: ['码不完整，或有字符读错、改动过。请再扫一次。',
    'The code is cut short, or a character was misread or changed. Please scan it again.'],
  not_understood: ['这不是积分账本的凭证码，或者不完整。',
    'This is no code of a points ledger, or not all of it.'],
  other_log: ['这是另一本账的码：{more}。请用那本账的公钥来查。',
    "This is another ledger's code: {more}. Check it with that ledger's key."],
  wrong_signature: ['签名不对：内容或签名被改过，或者公钥不是这本账的。',
    'The signature is wrong: text or signature was changed, or this is not the ledger\'s key.'],
  not_signed: ['它没有用这把公钥签名。若镇里换过密钥，请问清楚是哪一把。',
    'It is not signed with this key. If the township changed its key, ask which one it is.'],
  wrong_witness: ['见证人 {more} 的签名不对。', 'The signature of the witness {more} is wrong.'],
  not_in_log: ['签名是真的，但这一笔不在签过名的账本里。',
    'The signature is genuine, but this entry is not in the ledger that was signed.'],
  no_entry: ['里面不是一笔积分记录。', 'What it holds is no entry of a points ledger.'],
  no_close: ['余额后面跟的不是那天的日结。', 'The balance is not followed by that day\'s close.'],
  no_account: ['这个余额不在那天的日结里。', 'This balance is not in that day\'s close.'],
  two_heads: ['两份互相矛盾的凭据：同样多的笔数，内容却不同。两张纸都请收好，交给监督委员会：' +
    '这就是有人做了两本账的证据。',
  'Two codes that contradict each other: as many entries, another content. Keep both papers for ' +
    'the supervisory committee: they prove that there are two books.'],

  said_entry: ['这一笔在 {log} 的账本里，是第 {seq} 号（签名时共有 {size} 笔，从 0 数起）。',
    'This is entry {seq} of the ledger {log}, signed when it had {size} entries, counted from 0.'],
  said_balance: ['{day} 日结时，{household} 户的可用积分是 {spendable} 分。',
    'At the close of {day}, household {household} had {spendable} points to spend.'],
  said_head: ['这是 {log} 的账头凭据：签名时共有 {size} 笔。',
    'This is the head of the ledger {log}, signed when it had {size} entries.'],
  on: ['日期', 'Date'],
  kind: ['什么事', 'What'],
  by: ['经办', 'By'],
  slip: ['小票', 'Slip'],
  goods: ['商品', 'Goods'],
  household: ['户', 'Household'],
  then: ['{amount} 分，之后 {balance} 分', '{amount} points, {balance} after it'],
  some_points: ['{amount} 分', '{amount} points'],
  spendable: ['可用积分', 'points to spend'],
  pending: ['公示中积分', 'points on notice'],
  arrears: ['欠分', 'arrears'],
  honour: ['荣誉积分', 'honour points'],
  root: ['账本指纹', 'Fingerprint of the ledger'],
  signer: ['签名公钥', 'Signed with'],
  witness: ['见证', 'Witness'],
  seen: ['{name} 在 {time} 看过', '{name} saw it on {time}'],

  proves_entry: ['签过名的账本里有这一笔，一个字也没有改。',
    'The ledger that was signed has this entry, and not a character of it was changed.'],
  proves_kept: ['以后谁改了、删了这一笔，拿着这张纸就能揭穿。',
    'Whoever changes or removes it later is exposed by this paper.'],
  proves_balance: ['当天收账时，账上就是这个数。',
    'When that day was closed, these were the figures of the books.'],
  proves_head: ['镇里为这些笔签过名。以后拿出的账本要是不同，这张纸就是证据。',
    'The township signed for these entries. Should it show another ledger later, this is evidence.'],
  not_right: ['积分该不该给、给得对不对：要看规则册和公示。',
    'Whether the points were deserved: that is for the rule book and the notice.'],
  not_later: ['后来有没有退回或再花掉：请要一份新的余额证明。',
    'What came later, a reversal or another purchase: ask for a new proof of your balance.'],
  not_goods: ['商品是不是真的拿到了手。', 'Whether the goods really changed hands.'],
  not_yours: ['您的某一笔在不在里面：请店里另打那一笔的证明。',
    'Whether an entry of yours is in it: ask the shop for a proof of that entry.'],
  not_one_book: ['大家看到的是不是同一本账：把账本指纹和公示栏上的比一比，或看有没有见证。',
    'That everybody is shown the same ledger: compare the fingerprint with the ' +
    'notice board, or look for a witness.'],
  not_key: ['公钥是不是真的：和公示栏上的核对。',
    'That the key is the true one: compare it with the notice board.'],
};

const kinds = {
  'redeem.confirm': ['爱心超市兑换', 'redeemed at the love supermarket'],
  'opening.balance': ['原有积分转入', 'balance brought forward'],
  'claim.record': ['申报', 'a claim'],
  'claim.check': ['申报审核', 'claim checked'],
  'claim.settle': ['申报通过', 'claim accepted'],
  'claim.refuse': ['申报未通过', 'claim not accepted'],
  'inspection.record': ['庭院检查', 'courtyard inspection'],
  'notice.open': ['开始公示', 'a notice begins'],
  'notice.confirm': ['公示期满，转为可用积分', 'notice over, points may be spent'],
  'notice.decide': ['异议已处理', 'objection decided'],
  'entry.reverse': ['冲正', 'reversal'],
  'points.expire': ['积分到期', 'points expired'],
  'goods.receive': ['商品入库', 'goods taken in'],
  'stock.count': ['超市盘点', 'stock counted'],
  'merchant.redeem': ['合作商户兑换', 'redeemed at a merchant'],
  'merchant.claim': ['核对商户结算单', "a merchant's sheet matched"],
  'merchant.settle': ['审批商户结算', "a merchant's month settled"],
  'merchant.pay': ['付款给商户', 'a merchant paid'],
  'suspense.repay': ['待核积分结清', 'suspense repaid'],
  'suspense.waive': ['待核积分核销', 'suspense written off'],
  'stock.transfer': ['商品调拨', 'goods moved between shops'],
  'day.close': ['日结', 'the close of a day'],
  'household.register': ['登记农户', 'a household registered'],
  'card.issue': ['发卡', 'a card issued'],
};

let column = 0;

export const language = () => (column === 0 ? 'zh' : 'en');
export const switch_language = () => { column = 1 - column; };

/** @param {string} key @param {Record<string, unknown>} [facts] */
export function word(key, facts = {}) {
  return texts[/** @type {keyof typeof texts} */ (key)][column]
    .replace(/\{(\w+)\}/g, (_, name) => String(facts[name]));
}

/** What happened, in words; the kind itself where there are none. @param {string} kind */
export const kind_word = (kind) => kinds[/** @type {keyof typeof kinds} */ (kind)]?.[column] ?? kind;

/** Hundredths as points: 1250 -> "12.5". @param {number} value */
export function points(value) {
  const part = String(Math.abs(value) % 100).padStart(2, '0').replace(/0+$/, '');
  return (value < 0 ? '−' : '') + Math.trunc(Math.abs(value) / 100) + (part && '.' + part);
}
