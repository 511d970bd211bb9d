// Screens 2 to 4: the card, who stands there, and what they have.
import { html } from '../h.js';
import { go, set_form, state } from '../store.js';
import { leave, open_visit, read_card, refuse, search, sign_out } from '../flows.js';
import { open_close, open_goods_in, open_lease, open_records, open_shelf } from '../desk.js';
import { Back, Choice, Field, Frame, Icon, Keypad, Primary } from '../widgets.js';
import { date, in_points, tr } from '../words.js';
import { cents, points } from '../format.js';

/** @type {ReturnType<typeof setTimeout> | undefined} */
let pause;

/** @param {string} text */
function search_soon(text) {
  clearTimeout(pause);
  if (text.trim() === '') set_form({ found: null });
  else pause = setTimeout(() => search(text), 250);
}

export const Card = () => {
  const leased = state.server?.mode === 'leased';
  const code = String(state.form.code ?? '').trim();
  const read = () => (code ? read_card(code)
    : refuse('bad_input', '请扫卡或输入号码', 'Scan the card or type its number'));
  return html`
    <${Frame} title=${tr('请扫家庭卡', "Scan the household's card")} step=${0}
      back=${html`
        <button type="button" class="plain" onClick=${() => open_records()}>
          ${tr('退货 · 补打', 'Returns, reprints')}</button>
        ${!leased && html`<button type="button" class="plain" onClick=${open_goods_in}>
          ${tr('入库', 'Goods in')}</button>`}
        <button type="button" class="plain" onClick=${open_close}>${tr('日结', 'Close the day')}
        </button>
        ${leased
          ? html`<button type="button" class="plain" id="lease" onClick=${open_lease}>
            ${tr('同步', 'Sync')}</button>`
          : html`<button type="button" class="plain" onClick=${open_shelf}>
            ${tr('货架', 'Shelf')}</button>`}
        <button type="button" class="plain" onClick=${sign_out}>${tr('退出', 'Sign out')}</button>`}
      primary=${html`<${Primary} onClick=${read}>${tr('读卡号', 'Read the number')}<//>`}>
      <div class="halves">
        <div class="scan">
          <div class="drawing"><${Icon} name="card" /><i></i></div>
          <p>${tr('把卡上的二维码对准扫码枪', "Hold the card's code before the scanner")}</p>
        </div>
        <div>
          <${Field} name="code" label=${tr('扫不了：输卡号、存折号或户号',
            'No scanner: number of the card, passbook or household')} start />
          <${Field} name="search" label=${tr('没带卡：按姓名或组找', 'No card: search by name or group')}
            type="search" onValue=${search_soon} />
          ${state.form.found && html`<${Found} />`}
        </div>
      </div>
    <//>`;
};

const Found = () => {
  const { households, more } = state.form.found;
  return html`
    <ul class="found" aria-label=${tr('找到的户', 'Households found')}>
      ${households.map((/** @type {any} */ each) => html`
        <li><button type="button" class="row" onClick=${() => read_card(each.id)}>
          <b>${each.head}</b><span>${each.group}</span>
          <span>${tr(`${each.people} 口人`, `${each.people} people`)}</span>
          <small>${each.id}</small></button></li>`)}
      ${!households.length && html`<li class="note">${state.server?.lease
        ? tr('离线名单上没有找到', 'Not among the households of the lease')
        : tr('本村没有找到', 'Nobody in this village')}</li>`}
      ${more && html`<li class="note">${tr('还有更多，请多输几个字', 'There are more: type more')}</li>`}
    </ul>`;
};

export const Identity = () => {
  const { asked, form } = state;
  if (!asked) return html`<${Frame} title="" />`;
  const { household, ask } = asked;
  const question = {
    phone: tr('请问：电话号码最后两位是？', 'Please ask: the last two digits of the phone?'),
    family: tr('请问：户主姓什么？', 'Please ask: the family name of the head?'),
    none: tr('这一户不用问，看人即可。', 'No question for this household.'),
  }[ask];
  return html`
    <${Frame} title=${tr('核对是谁', 'Check who it is')} step=${1}
      back=${html`<${Back} onClick=${() => go('card')} />`}
      primary=${html`<${Primary} onClick=${open_visit}>${tr('核对', 'Check')}<//>`}>
      <div class="halves">
        <div>
          <dl class="facts person">
            <div><dt>${tr('户主', 'Head')}</dt><dd class="big">${household.head}</dd></div>
            <div><dt>${tr('住处', 'Lives in')}</dt><dd>${household.village.name} ${household.group} ·
              ${tr(`${household.people} 口人`, `${household.people} people`)}</dd></div>
          </dl>
          <${Choice} name="receiver" label=${tr('谁来领', 'Who collects')} value=${form.receiver}
            choices=${[['self', tr('本人', 'In person')], ['family', tr('家人', 'Family')],
              ['proxy', tr('代领', 'Proxy')]]} />
          ${form.receiver === 'proxy' && html`<${Field} name="proxy" maxlength="30"
            label=${tr('代领人姓名', 'Name of the proxy')} />`}
        </div>
        <div class="pin">
          <p class="lead">${question}</p>
          ${ask === 'phone' && html`
            <${Field} name="answer" inputmode="numeric" maxlength="2" start
              label=${tr('最后两位', 'Last two digits')} />
            <${Keypad} name="answer" most=${2} />`}
          ${ask === 'family' && html`
            <${Field} name="answer" maxlength="4" start label=${tr('姓', 'Family name')} />`}
          ${ask !== 'none' && asked.tries_left < 3 && html`<p class="note">
            ${tr(`还可以试 ${asked.tries_left} 次`, `${asked.tries_left} tries left`)}</p>`}
        </div>
      </div>
    <//>`;
};

export const Balance = () => {
  const { visit } = state;
  if (!visit) return html`<${Frame} title="" />`;
  const { available, pending, expiring, arrears, honour } = visit.balance;
  return html`
    <${Frame} title=${tr(`${visit.household.head} 的积分`, `Points of ${visit.household.head}`)}
      step=${2} back=${html`<button type="button" class="plain" onClick=${leave}>
        ${tr('不换了', 'Leave')}</button>`}
      primary=${html`<${Primary} onClick=${() => go('cart')}>${tr('选商品', 'Choose goods')}<//>`}>
      <div class="balance">
        <p class="amount"><span>${state.server?.lease ? tr('可在本店使用', 'To be used here')
          : tr('可用积分', 'Points available')}</span>
          <b id="available">${points(available)}</b></p>
        <dl class="facts" tabindex="0" aria-label=${tr('积分明细', 'Details')}>
          ${pending.map((each) => html`<div><dt>${tr('公示中', 'On notice')}</dt>
            <dd>${in_points(points(each.points))}
              <small>${tr(`${date(each.until)}后可用`, `until ${date(each.until)}`)}</small></dd>
            </div>`)}
          ${expiring.map((each) => html`<div class="caution">
            <dt><${Icon} name="warn" />${tr('快到期', 'Expiring')}</dt>
            <dd>${in_points(points(each.points))}
              <small>${tr(`${date(each.on)}到期`, `on ${date(each.on)}`)}</small></dd></div>`)}
          ${cents(arrears) > 0 && html`<div class="caution">
            <dt><${Icon} name="warn" />${tr('欠分', 'Arrears')}</dt>
            <dd>${in_points(points(arrears))}</dd></div>`}
          ${cents(honour) > 0 && html`<div><dt>${tr('荣誉积分', 'Honour')}</dt>
            <dd>${points(honour)}<small>${tr('不能换商品', 'not for goods')}</small></dd></div>`}
        </dl>
      </div>
    <//>`;
};
