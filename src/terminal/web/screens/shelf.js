// Screen 12: what runs out, what is wanted, and whether the village's fund covers it.
import { html } from '../h.js';
import { state } from '../store.js';
import { next } from '../flows.js';
import { Band, Frame, Icon, Primary } from '../widgets.js';
import { date, tr } from '../words.js';
import { points } from '../format.js';

export const Shelf = () => {
  const { watch } = state.form;
  if (!watch) return html`<${Frame} title="" />`;
  return html`
    <${Frame} title=${tr('货架和需求', 'Shelf and demand')}
      primary=${html`<${Primary} onClick=${next}>${tr('看过了', 'Seen')}<//>`}>
      <div class="halves wide-left">
        <ul class="watch" tabindex="0" aria-label=${tr('商品', 'Goods')}>
          ${watch.goods.map((/** @type {import('../contract').Watched} */ goods) => html`
            <${Watched} key=${goods.sku} goods=${goods} weeks=${watch.weeks} />`)}
          ${!watch.goods.length && html`<li class="note">${tr('货架上还没有商品',
            'Nothing was on this shelf yet')}</li>`}
        </ul>
        <${Fund} fund=${watch.fund} />
      </div>
    <//>`;
};

/** @param {{ goods: import('../contract').Watched, weeks: number }} props */
const Watched = ({ goods, weeks }) => {
  const { unit } = goods;
  return html`
    <li class="line ${goods.state}" data-sku=${goods.sku}>
      <div class="what"><b>${goods.name}</b>
        <small>${tr(`近 ${weeks} 周换出 ${goods.handed_out} ${unit}`,
          `${goods.handed_out} given in ${weeks} weeks`)}
        ${Number(goods.beyond) > 0 && tr(`，其中 ${goods.beyond} ${unit}账上无货`,
          `, ${goods.beyond} of them not on the shelf`)}
        ${Number(goods.spoiled) > 0 && tr(`，过期 ${goods.spoiled} ${unit}`,
          `, ${goods.spoiled} past their date`)}
        ${Number(goods.restricted) > 0 && tr(`，专用 ${goods.restricted} ${unit}`,
          `, ${goods.restricted} kept for some`)}</small></div>
      <span class="left">${goods.state !== 'enough' && html`<${Icon} name="warn" />`}
        <b>${standing(goods)}</b></span>
    </li>`;
};

/** @param {import('../contract').Watched} goods */
const standing = ({ state: shelf, left, unit, empty_since }) => {
  if (shelf === 'out') return empty_since ? tr(`缺货，自 ${date(empty_since)}`,
    `Out since ${date(empty_since)}`) : tr('缺货', 'Out');
  if (shelf === 'low') return tr(`剩 ${left} ${unit}，不够两周`, `${left} left: under two weeks`);
  return tr(`有 ${left} ${unit}`, `${left} left`);
};

/** @param {{ fund: import('../contract').Fund }} props */
const Fund = ({ fund }) => html`
  <div>
    <dl class="facts">
      <div><dt>${tr('货架（元）', 'Shelf (yuan)')}</dt><dd>${points(fund.stock)}</dd></div>
      <div><dt>${tr('资金（元）', 'Money (yuan)')}</dt><dd>${points(fund.cash)}</dd></div>
      <div><dt>${tr('住户积分', 'Points to spend')}</dt><dd>${points(fund.spendable)}</dd></div>
      <div><dt>${tr('覆盖', 'Covered')}</dt>
        <dd id="covered">${fund.percent ? `${fund.percent}%` : '—'}</dd></div>
    </dl>
    ${fund.thin && html`<${Band} id="thin"><p><strong>${tr('货和钱不到积分的 120%。',
      'Goods and money are under 120% of the points.')}</strong> ${tr('请告诉乡镇。',
      'Please tell the township.')}</p><//>`}
  </div>`;
