// Screen 9: earlier redemptions, and taking goods back.
import { html } from '../h.js';
import { go, set_form, state } from '../store.js';
import { give_back, open_records, open_redemption, worth_back } from '../desk.js';
import { next } from '../flows.js';
import { Back, Choice, Field, Frame, Primary, Second, Select } from '../widgets.js';
import { Papers, Paper } from './handover.js';
import { Stepper } from './cart.js';
import { date, in_points, stage, tr } from '../words.js';
import { beside, points, shown, times } from '../format.js';

export const Records = () => {
  const { redemptions, day } = state.form;
  const code = String(state.form.code ?? '').trim();
  return html`
    <${Frame} title=${tr('退货和补打', 'Returns and reprints')}
      back=${html`<${Back} onClick=${next} />`}
      primary=${html`<${Primary} onClick=${() => open_redemption(code ||
        redemptions[0]?.id || '')}>${code ? tr('打开', 'Open') : tr('打开最近一笔', 'Open the latest')}
      <//>`}>
      <div class="halves wide-right">
        <div>
          <p class="lead">${tr('扫小票上的码', "Scan the slip's code")}</p>
          <${Field} name="code" start label=${tr('或输小票编号', "or type the slip's number")} />
          <div class="day" role="group" aria-label=${tr('哪一天', 'Day')}>
            <button type="button" class="plain" onClick=${() => open_records(beside(day, -1))}>
              ${tr('前一天', 'Earlier')}</button>
            <b>${date(day)}</b>
            ${day < (state.server?.today ?? '') && html`<button type="button" class="plain"
              onClick=${() => open_records(beside(day, 1))}>${tr('后一天', 'Later')}</button>`}
          </div>
        </div>
        <ul class="found" tabindex="0" aria-label=${tr('换购记录', 'Redemptions')}>
          ${redemptions.map((/** @type {import('../contract').Brief} */ each) => html`
            <li><button type="button" class="row" data-id=${each.id}
              onClick=${() => open_redemption(each.id)}>
              <span>${each.at}</span><b>${each.household.head}</b>
              <span>${in_points(points(each.points))}</span><span>${stage(each.state)}</span>
              <small>${each.slip}</small></button></li>`)}
          ${!redemptions.length && html`<li class="note">${tr(`${date(day)}没有换购`,
            `No redemptions on ${date(day)}`)}</li>`}
        </ul>
      </div>
    <//>`;
};

export const Return = () => {
  const { redemption, form } = state;
  if (!redemption) return html`<${Frame} title="" />`;
  const reasons = /** @type {[string, string][]} */ ([
    ['有损坏', tr('有损坏', 'Damaged')], ['拿错了', tr('拿错了', 'Wrong goods')],
    ['不要了', tr('不要了', 'Not wanted')]]); // what the ledger keeps is in Chinese
  const worth = shown(worth_back());
  // What the hub was sent is the township's to take back.
  const open = redemption.state === 'done' && !redemption.sent;
  return html`
    <${Frame} title=${tr(`小票 ${redemption.slip}`, `Slip ${redemption.slip}`)}
      back=${html`<${Back} onClick=${() => open_records(redemption.on)} />
        <${Papers} redemption=${redemption} />`}
      primary=${open && html`<${Primary} onClick=${give_back}>
        ${tr(`退 ${worth} 分`, `Give back ${worth} points`)}<//>`}>
      <div class="halves wide-left" >
        <div class="lines" tabindex="0" role="group" aria-label=${tr('商品', 'Goods')}>
          ${redemption.lines.map((line) => html`<${SoldLine} line=${line} />`)}
          <${Paper} />
        </div>
        <div>
          <dl class="facts">
            <div><dt>${tr('户主', 'Head')}</dt><dd>${redemption.household.head}</dd></div>
            <div><dt>${tr('状态', 'State')}</dt><dd id="stage">${stage(redemption.state)}</dd></div>
            <div><dt>${tr('凭证码', 'Proof code')}</dt><dd>${redemption.code}</dd></div>
            <div><dt>${tr('店员', 'Clerk')}</dt><dd>${redemption.clerk.name}</dd></div>
          </dl>
          ${redemption.state === 'debited' && html`<button type="button" class="plain"
            onClick=${() => go('handover')}>${tr('去确认交付', 'Answer the hand-over')}</button>`}
          ${redemption.state === 'done' && redemption.sent && html`<p class="note" id="sent">
            ${tr('这一笔已报给乡镇。要退货，请打电话给乡镇办理。',
              'The township has this sale. To bring goods back, ring the township.')}</p>`}
          ${open && html`
            <${Choice} name="reason" label=${tr('原因', 'Reason')} value=${form.reason}
              choices=${reasons} />
            ${state.server?.lease ? html`<p class="note">${tr('想换别的商品：先退货退分，再重新换购。',
              'For other goods: take these back first, then redeem anew.')}</p>`
              : html`<${Exchange} />`}
            ${form.supervisor && html`<${Second} title=${tr('要乡镇人员同意',
              'An officer of the township must agree')} />`}`}
        </div>
      </div>
    <//>`;
};

/** @param {{ line: import('../contract').SoldLine }} props */
const SoldLine = ({ line }) => {
  const open = Number(line.quantity) - Number(line.returned);
  const back = Number(state.form.back[line.sku] ?? 0);
  const step = (/** @type {number} */ by) => set_form({ back: {
    ...state.form.back, [line.sku]: Math.max(0, Math.min(open, back + by)) } });
  return html`
    <div class="line" data-sku=${line.sku}>
      <div class="what"><b>${line.name}</b>
        <small>${tr(`换了 ${line.quantity} ${line.unit}`, `${line.quantity} taken`)}${Number(
          line.returned) > 0 && tr(`，已退 ${line.returned}`, `, ${line.returned} given back`)}</small>
      </div>
      ${state.redemption?.state === 'done' && !state.redemption.sent && open > 0 && html`
        <small>${tr('退', 'back')}</small>
        <${Stepper} value=${String(back)} name=${line.name} onStep=${step} />`}
      <b class="sum">${shown(times(line.price, back))}</b>
    </div>`;
};

/** Other goods of at most the same points, instead of the points. */
const Exchange = () => {
  const { exchange } = state.form;
  const options = /** @type {[string, string][]} */ ([
    ['', tr('不换，退积分', 'Nothing: give the points back')],
    ...(state.goods?.goods ?? []).map((each) => [each.sku,
      `${each.name} ${in_points(points(each.price))}`])]);
  const [line] = exchange;
  const choose = (/** @type {string} */ sku) => set_form({ exchange: sku
    ? [{ sku, quantity: '1', restriction: '' }] : [] });
  const step = (/** @type {number} */ by) => set_form({ exchange: [{ ...line,
    quantity: String(Math.max(1, Number(line.quantity) + by)) }] });
  const name = state.goods?.goods.find(({ sku }) => sku === line?.sku)?.name ?? '';
  return html`
    <div class="exchange">
      <${Select} name="exchange" label=${tr('换成别的商品', 'Other goods instead')} options=${options}
        value=${line?.sku ?? ''} onChoose=${choose} />
      ${line && html`<${Stepper} value=${line.quantity} name=${name} onStep=${step} />`}
    </div>`;
};
