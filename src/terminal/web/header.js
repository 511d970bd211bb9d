// What stands above every screen: shop, clerk, time, printer, link, and what cannot wait.
import { html } from './h.js';
import { go, now_text, set, state } from './store.js';
import { sign_out } from './flows.js';
import { Band, Failed, Icon, close_failure } from './widgets.js';
import { LeaseBands } from './screens/lease.js';
import { said, tr } from './words.js';

export const Header = () => {
  const { server, clerk, link } = state;
  const printer = server?.printer;
  const [date, time] = now_text();
  return html`
    <header>
      <p class="shop">${server?.shop.name ?? ''}</p>
      <${Fact} icon="person" label=${tr('店员', 'Clerk')} kind=${clerk ? '' : 'quiet'}>
        ${clerk?.name ?? tr('未登录', 'Nobody')}<//>
      <${Fact} icon="clock" label=${tr('时间', 'Time')}><span class="date">${date} </span>${time}<//>
      <${Fact} icon="print" label=${tr('打印机', 'Printer')} id="printer"
        kind=${printer && printer.state !== 'ok' ? 'caution' : ''}>
        ${printer ? said(printer.text) : '—'}<//>
      <${Fact} icon="link" label=${tr('连接', 'Link')} id="link"
        kind=${link === 'ok' && !server?.lease?.away ? '' : 'caution'}>${linked()}<//>
      <${Switches} />
    </header>`;
};

/** A page beside a ledger is linked to it; a leased till to the township or to nobody. */
const linked = () => {
  if (state.link !== 'ok') return tr('未连接', 'No link');
  if (!state.server?.lease) return tr('已连接', 'Linked');
  return state.server.lease.away ? tr('离线', 'Offline') : tr('已连乡镇', 'Online');
};

/** @param {{ icon: any, label: string, kind?: string, id?: string, children?: any }} props */
const Fact = ({ icon, label, kind = '', id, children }) => html`
  <p class="fact ${kind}" id=${id}><${Icon} name=${icon} />
    <span class="hidden">${label}</span> <b>${children}</b></p>`;

const Switches = () => html`
  <div class="switches" role="group" aria-label=${tr('显示', 'Display')}>
    <button type="button" id="lang" lang=${tr('en', 'zh-CN')} aria-label=${tr('EN, English', '中文')}
      onClick=${() => set({ lang: tr('en', 'zh') })}>${tr('EN', '中')}</button>
    <button type="button" id="elder" aria-pressed=${state.elder}
      aria-label=${tr('大字', 'A+, large text')}
      onClick=${() => set({ elder: !state.elder })}>${tr('大字', 'A+')}</button>
    <button type="button" id="voice" aria-pressed=${state.voice} aria-label=${tr('朗读', 'Voice')}
      onClick=${() => set({ voice: !state.voice })}>
      <${Icon} name=${state.voice ? 'sound' : 'mute'} /></button>
    ${state.clerk && html`
      <button type="button" id="lock" aria-label=${tr('锁定', 'Lock')} onClick=${sign_out}>
        <${Icon} name="lock" /></button>`}
  </div>`;

/** The bands under the header: at most what is true now, never a window in the way. */
export const Bands = () => {
  const { server, failure } = state;
  const open = state.clerk ? (server?.unresolved ?? []).filter(
    ({ id }) => id !== state.redemption?.id).length : 0;
  return html`
    <div class="bands">
      ${server?.rehearsal && html`<${Band} kind="rehearsal" id="rehearsal">
        <p><strong>${tr('演练：不记真账', 'Rehearsal: nothing is booked for real')}</strong></p><//>`}
      ${state.link === 'down' && html`<${Band} id="no-link">
        <p><strong>${tr('连不上本机账本，正在重试。', 'The ledger on this machine does not answer.')}
        </strong> ${tr('已扣的分不会丢，也不会重复扣。请不要关机。',
          'Nothing taken is lost or taken twice. Please leave the machine on.')}</p><//>`}
      ${server?.lease && html`<${LeaseBands} lease=${server.lease} />`}
      ${server && !server.clock.ok && html`<${Band} id="clock-wrong">
        <p><strong>${tr('时钟不对，不能换购。', 'The clock is wrong: nothing can be redeemed.')}
        </strong> ${tr('上一笔记在', 'The last entry is of')} ${server.clock.last}</p><//>`}
      ${server?.read_only && html`<${Band} id="read-only">
        <p><strong>${tr('磁盘已满，只能查看。', 'The disk is full: you can only look.')}</strong></p>
      <//>`}
      ${server?.scanner.state === 'away' && html`<${Band} id="scanner-away">
        <p><strong>${tr('扫码枪断开了，请插好。', 'The scanner is gone: plug it in.')}</strong>
          ${tr('可以先输号码。', 'Numbers can be typed meanwhile.')}</p><//>`}
      ${open > 0 && !['unresolved', 'handover', 'signin'].includes(state.screen) && html`
        <${Band} id="unfinished"><p><strong>${tr(`有 ${open} 笔没有确认交付。`,
          `${open} hand-overs are not answered.`)}</strong></p>
          <button type="button" class="plain" onClick=${() => go('unresolved')}>
            ${tr('去处理', 'Answer them')}</button><//>`}
      ${state.notice && html`<${Notice} />`}
      ${failure && html`<${Failed} failure=${failure} onClose=${close_failure} />`}
    </div>`;
};

const Notice = () => {
  const texts = {
    locked: tr('三分钟没有操作，已锁定。清单还在。', 'Locked after three idle minutes. The cart is kept.'),
    restored: tr('已接着上次没做完的一户。', 'Going on with the visit that was open.'),
    taken_back: tr('没有交付，积分和商品都已退回。', 'Not handed over: points and goods are given back.'),
    returned: tr('已退货，积分退回该户。', "Taken back: the points are the household's again."),
    taken_in: tr('入库完成。', 'The goods are taken in.'),
    unsure: tr('没有收到回答。请再按住一次“确认”：编号相同，不会重复扣分。',
      'No answer came. Hold "Confirm" once more: it has the same number, nothing is taken twice.'),
  };
  const kind = ['taken_back', 'returned', 'taken_in'].includes(state.notice) ? 'good' : 'amber';
  return html`<${Band} kind=${kind} icon=${kind === 'good' ? 'check' : 'warn'} id="notice">
    <p>${/** @type {Record<string, string>} */ (texts)[state.notice]}</p><//>`;
};
