// Screens 10 and 11: the close of the day with a blind count, and goods that come in.
import { html } from '../h.js';
import { go, set_form, state } from '../store.js';
import { next } from '../flows.js';
import { add_delivered, close_day, set_delivered, take_in } from '../desk.js';
import { Back, Band, Choice, Field, Frame, Icon, Primary, Second, Select } from '../widgets.js';
import { ago, count_reason, count_reasons, date, in_points, tr } from '../words.js';
import { points } from '../format.js';

export const Close = () => {
  const { day, closing } = state;
  if (!day) return html`<${Frame} title="" />`;
  if (closing) return html`<${Closed} />`;
  return html`
    <${Frame} title=${tr(`日结 ${date(day.day)}`, `Close of ${date(day.day)}`)}
      back=${html`<${Back} onClick=${next} />`}
      primary=${html`<${Primary} onClick=${close_day}>${tr('日结', 'Close the day')}<//>`}>
      ${day.closed && html`<${Band} kind="good" icon="check"><p>${tr('今天已经日结。',
        'The day is closed already.')}</p><//>`}
      ${day.unresolved.length > 0 && html`<${Band}>
        <p><strong>${tr(`有 ${day.unresolved.length} 笔没有确认交付，先处理再日结。`,
          `${day.unresolved.length} hand-overs must be answered before the close.`)}</strong></p>
        <button type="button" class="plain" onClick=${() => go('unresolved')}>
          ${tr('去处理', 'Answer them')}</button><//>`}
      <div class="halves wide-left">
        <div class="lines" tabindex="0" role="group" aria-label=${tr('点数', 'Count')}>
          <p class="lead">${tr('请数一数货架上的：', 'Please count what is on the shelf:')}</p>
          ${day.count.map((goods) => html`<${Count} key=${goods.sku} goods=${goods} />`)}
        </div>
        <div>
          <dl class="facts">
            <div><dt>${tr('换购', 'Redemptions')}</dt><dd>${day.redemptions}</dd></div>
            <div><dt>${tr('积分', 'Points')}</dt><dd>${in_points(points(day.points))}</dd></div>
            <div><dt>${tr('退货', 'Returns')}</dt><dd>${day.returns}</dd></div>
          </dl>
          <${Second} title=${tr('第二个人一起点数', 'A second person counts too')} />
        </div>
      </div>
    <//>`;
};

/** What the book says is shown only once both have counted and it differs.
 * @param {{ goods: { sku: string, name: string, unit: string } }} props */
const Count = ({ goods }) => {
  const { counts, reasons, differences } = state.form;
  const found = differences?.[goods.sku];
  return html`
    <div class="line count" data-sku=${goods.sku}>
      <label class="field across"><span>${goods.name}（${goods.unit}）</span>
        <input inputmode="numeric" maxlength="5" value=${counts[goods.sku] ?? ''}
          onInput=${(/** @type {any} */ e) => set_form({ counts: { ...counts,
            [goods.sku]: e.currentTarget.value.trim() } })} /></label>
      ${found && html`
        <p class="differs"><${Icon} name="warn" />${tr(
          `账上 ${found.book}，差 ${found.difference}`,
          `The book says ${found.book}: ${found.difference}`)}</p>
        <label class="field across"><span>${tr('差的原因', 'Why it differs')}</span>
          <select class="reason" value=${reasons[goods.sku] ?? ''}
            onChange=${(/** @type {any} */ e) => set_form({ reasons: { ...reasons,
              [goods.sku]: e.currentTarget.value } })}>
            <option value="">${tr('请选择', 'Choose')}</option>
            ${count_reasons(found.difference).map(([kept, shown]) => html`
              <option value=${kept} selected=${reasons[goods.sku] === kept}>${shown}</option>`)}
          </select></label>`}
    </div>`;
};

const Closed = () => {
  const { day, closing } = state;
  if (!day || !closing) return null;
  return html`
    <${Frame} title=${tr('日结完成', 'The day is closed')}
      back=${html`<button type="button" class="plain" onClick=${() => window.print()}>
        <${Icon} name="print" />${tr('打印本页', 'Print this page')}</button>`}
      primary=${html`<${Primary} onClick=${next}>${tr('完成', 'Done')}<//>`}>
      <div class="lines" tabindex="0" role="group" aria-label=${tr('日结', 'Close')}>
        <dl class="facts">
          <div><dt>${tr('日期', 'Day')}</dt><dd>${date(day.day)}</dd></div>
          <div><dt>${tr('换购', 'Redemptions')}</dt><dd>${day.redemptions}</dd></div>
          <div><dt>${tr('积分', 'Points')}</dt><dd>${in_points(points(day.points))}</dd></div>
        </dl>
        ${closing.differences.map((each) => html`<p class="differs"><${Icon} name="warn" />
          ${each.name} ${tr(`点数 ${each.counted}，账上 ${each.book}，差 ${each.difference}`,
            `counted ${each.counted}, book ${each.book}: ${each.difference}`)}${' '}
          ${count_reason(each.difference, each.reason)}</p>`)}
        ${!closing.differences.length && html`<p class="lead">${tr('点数和账上一样。',
          'The count agrees with the book.')}</p>`}
        ${closing.head ? html`
          <p class="code root"><span>${tr(`账本 ${closing.head.size} 条，头部`,
            `Head of ${closing.head.size} entries`)}</span><b id="root">${closing.head.root}</b></p>`
          : html`<${Report} />`}
        ${closing.note && html`<pre class="signed">${closing.note}</pre>`}
      </div>
    <//>`;
};

/** A leased till closes its day alone; the ledger learns of it with the next sync. */
const Report = () => {
  const lease = state.server?.lease;
  if (!lease) return null;
  return html`
    <dl class="facts" id="report">
      <div><dt>${tr('离线额度', 'Lease')}</dt>
        <dd>${tr(`第 ${lease.number} 份`, `No. ${lease.number}`)}</dd></div>
      <div><dt>${tr('还没报送', 'Not sent yet')}</dt>
        <dd id="unsent">${tr(`${lease.unsent} 笔`, `${lease.unsent}`)}</dd></div>
      <div><dt>${tr('上次同步', 'Last sync')}</dt><dd>${ago(lease.synced_minutes)}</dd></div>
    </dl>
    <p class="note">${tr('点数已存在本机，联网后自动报给乡镇入账。',
      'The count is kept here and goes to the ledger by itself once there is a network.')}</p>`;
};

export const GoodsIn = () => {
  const { form } = state;
  return html`
    <${Frame} title=${tr('入库', 'Goods in')} back=${html`<${Back} onClick=${next} />`}
      primary=${html`<${Primary} onClick=${take_in}>${tr('入库', 'Take in')}<//>`}>
      <div class="halves wide-left">
        <div class="lines">
          ${form.lines.map((/** @type {any} */ line, /** @type {number} */ at) => html`
            <${Delivered} line=${line} at=${at} />`)}
          <button type="button" class="plain" id="more" onClick=${() => add_delivered()}>
            <${Icon} name="plus" />${tr('再加一种', 'One more kind')}</button>
        </div>
        <div>
          <${Field} name="delivery" start maxlength="40"
            label=${tr('送货单号', 'Number of the delivery note')} />
          <${Choice} name="source" label=${tr('来源', 'Source')} value=${form.source}
            choices=${[['donor', tr('捐赠', 'Donated')], ['purchase', tr('采购', 'Bought')]]} />
          ${form.source === 'donor' && html`
            <${Select} name="donor" label=${tr('捐赠方', 'Donor')} value=${form.donor}
              options=${form.donors.map((/** @type {any} */ each) => [each.id, each.name])}
              onChoose=${(/** @type {string} */ donor) => set_form({ donor })} />`}
          <${Second} title=${tr('第二个人一起验收', 'A second person checks it')} />
        </div>
      </div>
    <//>`;
};

/** @param {{ line: any, at: number }} props */
const Delivered = ({ line, at }) => {
  const goods = state.goods?.goods.find(({ sku }) => sku === line.sku);
  const options = [['', tr('选商品或扫码', 'Choose or scan goods')],
    ...(state.goods?.goods ?? []).map(({ sku, name }) => [sku, `${name} ${sku}`])];
  const cell = (/** @type {string} */ key, /** @type {string} */ label,
    /** @type {Record<string, any>} */ more) => html`
    <label class="field"><span>${label}</span>
      <input value=${line[key]} data-cell="${key}-${at}" ...${more} autocomplete="off"
        onInput=${(/** @type {any} */ e) => set_delivered(at, { [key]: e.currentTarget.value })} />
    </label>`;
  return html`
    <fieldset class="delivered">
      <legend>${tr(`第 ${at + 1} 种`, `Kind ${at + 1}`)}</legend>
      <${Select} name="sku-${at}" label=${tr('商品', 'Goods')} options=${options} value=${line.sku}
        onChoose=${(/** @type {string} */ sku) => set_delivered(at, { sku })} />
      ${cell('quantity', tr(`数量${goods ? `（${goods.unit}）` : ''}`, 'Pieces'),
        { inputmode: 'numeric', maxlength: 6 })}
      ${cell('unit_cost', tr('单价（元）', 'Cost each (yuan)'), { inputmode: 'decimal', maxlength: 9 })}
      ${cell('best_before', tr('保质期至', 'Best before'), { inputmode: 'numeric', maxlength: 10,
        placeholder: '2026-12-31' })}
      ${cell('restriction', tr('限给谁（可空）', 'Kept for (may be empty)'), { maxlength: 20 })}
    </fieldset>`;
};
