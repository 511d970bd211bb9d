// Screens 5 and 6: choosing goods, and saying yes to what was chosen.
import { html } from '../h.js';
import { go, set_form, state } from '../store.js';
import { add, change, leave, lines, redeem, reprice, to_confirm } from '../flows.js';
import { accepted } from '../sound.js';
import { Picture } from './picture.js';
import { Back, Failed, Field, Frame, Hold, Icon, Primary } from '../widgets.js';
import { in_points, tr } from '../words.js';
import { cents, points, shown } from '../format.js';

export const Cart = () => {
  const { visit } = state;
  if (!visit) return html`<${Frame} title="" />`;
  const { cart } = visit;
  return html`
    <${Frame} title=${tr('扫商品，或点图选', 'Scan goods or touch them')} step=${3}
      back=${html`
        <${Back} onClick=${() => go('balance')}>${tr('积分', 'Points')}<//>
        <button type="button" class="plain" onClick=${leave}>${tr('不换了', 'Leave')}</button>`}
      primary=${html`<${Primary} onClick=${to_confirm}>${tr('去确认', 'Go to confirm')}<//>`}>
      <div class="shelf-and-cart">
        <${Shelf} />
        <section class="cart" aria-label=${tr('清单', 'Cart')}>
          <div class="cart-lines" tabindex="0" role="group" aria-label=${tr('已选', 'Chosen')}>
            ${cart.lines.map((line) => html`<${CartLine} key=${line.sku} line=${line} />`)}
            ${!cart.lines.length && html`<p class="empty"><${Icon} name="bag" />
              ${tr('还没有商品', 'Nothing yet')}</p>`}
            <${Problems} cart=${cart} />
          </div>
          <${Totals} cart=${cart} />
        </section>
      </div>
    <//>`;
};

const Shelf = () => {
  const filter = String(state.form.filter ?? '').trim();
  const goods = (state.goods?.goods ?? []).filter(({ name, sku }) => (
    name.includes(filter) || sku.includes(filter.toUpperCase())));
  return html`
    <section class="shelf" aria-label=${tr('货架', 'Shelf')}>
      <${Field} name="filter" type="search" label=${tr('找商品或输编号', 'Find goods, type a number')}
        onValue=${(/** @type {string} */ text) => set_form({ filter: text })} />
      <ul tabindex="0" aria-label=${tr('商品', 'Goods')}>
        ${goods.map((each) => html`<${Tile} key=${each.sku} goods=${each} />`)}
        ${!goods.length && html`<li class="note">${tr('没有这样的商品', 'No such goods')}</li>`}
      </ul>
    </section>`;
};

/** @param {{ goods: import('../contract').Goods }} props */
const Tile = ({ goods }) => {
  const left = state.visit?.limits[goods.sku]?.left;
  const out = Number(goods.on_shelf) <= 0 && !goods.restrictions.length;
  const chosen = state.visit?.cart.lines.find(({ sku }) => sku === goods.sku)?.quantity;
  const touch = () => {
    accepted();
    add(goods.sku, 1, Number(goods.on_shelf) <= 0 ? goods.restrictions[0] : undefined);
  };
  return html`
    <li><button type="button" class="goods ${out || left === '0' ? 'out' : ''}" data-sku=${goods.sku}
      onClick=${touch}>
      <${Picture} sku=${goods.sku} name=${goods.name} />
      ${chosen && html`<i class="chosen-pieces"><span class="hidden">${tr('已选', 'chosen')} </span>
        ${chosen}</i>`}
      <b>${goods.name}</b>
      <span class="price">${points(goods.price)}<small>${tr(`分/${goods.unit}`, ` points`)}
      </small></span>
      <${Stock} goods=${goods} left=${left} out=${out} />
    </button></li>`;
};

/** How many there are and may be had: what stops the household comes first.
 * @param {{ goods: import('../contract').Goods, left: string | undefined, out: boolean }} props */
const Stock = ({ goods, left, out }) => {
  const { on_shelf, restrictions, unit } = goods;
  if (out) return html`<small class="stop">${tr('缺货', 'Out of stock')}</small>`;
  if (left === '0') return html`<small class="stop">${tr('本月换满了', 'No more this month')}</small>`;
  const some = Number(on_shelf) > 0;
  return html`
    ${some && html`<small>${tr(`有 ${on_shelf} ${unit}`, `${on_shelf} here`)}
      ${left !== undefined && html`<span class="month">${tr(`，还可换 ${left}`,
        `, ${left} allowed`)}</span>`}</small>`}
    ${restrictions.map((kept) => html`<small class="kept">${some
      ? tr(`另有限${kept}的`, `more for ${kept}`) : tr(`只有限${kept}的`, `only for ${kept}`)}
    </small>`)}`;
};

/** @param {{ line: import('../contract').CartLine }} props */
const CartLine = ({ line }) => {
  const goods = state.goods?.goods.find(({ sku }) => sku === line.sku);
  const before = state.form.before?.[line.sku];
  const changed = before !== undefined && before !== line.price;
  return html`
    <div class="line ${line.problem ? 'bad' : ''}" data-sku=${line.sku}>
      <div class="what"><b>${line.name}</b>
        <small>${changed && html`<s>${points(before)}</s> `}${points(line.price)}
          ${tr(`分/${line.unit}`, ' points each')}</small></div>
      <${Stepper} value=${line.quantity} name=${line.name} onStep=${(/** @type {number} */ by) =>
        add(line.sku, by)} />
      <b class="sum">${points(line.points)}</b>
      ${goods?.restrictions.map((restriction) => html`
        <label class="restriction"><input type="checkbox"
          checked=${line.restriction === restriction} onChange=${() => add(line.sku, 0,
            line.restriction === restriction ? '' : restriction)} />
          <span>${tr(`限${restriction}的货`, `stock kept for ${restriction}`)}</span></label>`)}
      ${line.problem && html`<${Failed} failure=${of_line(line)}><${Cure} line=${line} /><//>`}
    </div>`;
};

/** The problem of a line in the unit of its goods. @param {import('../contract').CartLine} line */
const of_line = ({ problem, unit }) => problem && { ...problem, facts: { unit, ...problem.facts } };

/** What makes a line right: fewer of it where that is known, else none.
 * @param {{ line: import('../contract').CartLine }} props */
const Cure = ({ line }) => {
  const fewest = line.problem?.facts.left ?? line.problem?.facts.available;
  const left = Math.min(Number(fewest ?? 0), Number(line.quantity) - 1);
  return html`<button type="button" class="plain" onClick=${() =>
    add(line.sku, left - Number(line.quantity))}>
    ${left > 0 ? tr(`改为 ${left} ${line.unit}`, `Make it ${left}`)
      : tr(`去掉${line.name}`, `Remove ${line.name}`)}</button>`;
};

/** @param {{ value: string, name: string, onStep: (by: number) => void }} props */
export const Stepper = ({ value, name, onStep }) => html`
  <div class="stepper" role="group" aria-label=${tr(`${name}的数量`, `Pieces of ${name}`)}>
    <button type="button" aria-label=${tr(`少一个${name}`, `One ${name} less`)}
      onClick=${() => onStep(-1)}><${Icon} name="minus" /></button>
    <output>${value}</output>
    <button type="button" aria-label=${tr(`多一个${name}`, `One ${name} more`)}
      onClick=${() => onStep(1)}><${Icon} name="plus" /></button>
  </div>`;

/** @param {{ cart: import('../contract').Cart }} props */
const Problems = ({ cart }) => cart.problems.map((problem) => html`
  <${Failed} failure=${problem}>
    ${problem.code === 'prices.stale' && html`<button type="button" class="plain"
      onClick=${reprice}>${tr('换成新价', 'Take the new prices')}</button>`}
  <//>`);

/** @param {{ cart: import('../contract').Cart }} props */
const Totals = ({ cart }) => html`
  <dl class="totals ${cents(cart.after) < 0 ? 'bad' : ''}">
    <div><dt>${tr('合计', 'Total')}</dt><dd id="total">${points(cart.points)}</dd></div>
    <div><dt>${tr('剩余', 'Left')}</dt><dd id="after">${points(cart.after)}</dd></div>
  </dl>`;

export const Confirm = () => {
  const { visit } = state;
  if (!visit) return html`<${Frame} title="" />`;
  const { cart } = visit;
  const short = cart.problems.some(({ code }) => code === 'points.short');
  const removable = short || cart.lines.some((line) => line.problem);
  return html`
    <${Frame} title=${tr('请住户看一看，对吗？', 'Is this right? Let the household look')} step=${4}
      back=${html`<${Back} onClick=${() => go('cart')}>${tr('改清单', 'Change it')}<//>`}
      primary=${html`<${Hold} ready=${cart.ready} onHeld=${redeem}>${tr(
        `确认换购 ${points(cart.points)} 分`, `Confirm ${points(cart.points)} points`)}<//>`}>
      <div class="confirm">
        <div class="lines" tabindex="0" role="group" aria-label=${tr('清单', 'Cart')}>
          ${cart.lines.map((line) => html`<${Chosen} key=${line.sku} line=${line}
            removable=${removable} />`)}
          <${Problems} cart=${cart} />
        </div>
        <dl class="sums">
          <div><dt>${tr('现有', 'Now')}</dt><dd>${points(visit.balance.available)}</dd></div>
          <div><dt>${tr('这次换', 'This time')}</dt><dd>−${points(cart.points)}</dd></div>
          <div class="result ${cents(cart.after) < 0 ? 'bad' : ''}"><dt>${tr('换后剩', 'Left')}</dt>
            <dd id="after">${shown(cents(cart.after))}</dd></div>
        </dl>
      </div>
    <//>`;
};

/** @param {{ line: import('../contract').CartLine, removable: boolean }} props */
const Chosen = ({ line, removable }) => {
  const before = state.form.before?.[line.sku];
  const changed = before !== undefined && before !== line.price;
  const remove = () => change(lines().filter(({ sku }) => sku !== line.sku));
  return html`
    <div class="line" data-sku=${line.sku}>
      <${Picture} sku=${line.sku} name=${line.name} />
      <div class="what"><b>${line.name}</b>
        ${changed && html`<small class="changed">${tr(
          `价格变了：${points(before)} 分 → ${points(line.price)} 分`,
          `New price: ${points(before)} → ${points(line.price)} points`)}</small>`}</div>
      <span>${line.quantity} ${line.unit}</span>
      <b class="sum">${in_points(points(line.points))}</b>
      ${removable && html`<button type="button" class="plain small" onClick=${remove}>
        <${Icon} name="cross" />${tr(`去掉`, `Remove`)}
        <span class="hidden">${line.name}</span></button>`}
      ${line.problem && html`<${Failed} failure=${of_line(line)} />`}
    </div>`;
};

