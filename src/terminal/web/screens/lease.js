// A leased till: the bands that say how it stands with the township, and the screen that says more.
import { html } from '../h.js';
import { set_form, state } from '../store.js';
import { next } from '../flows.js';
import { end_lease, open_lease, sync } from '../desk.js';
import { Back, Band, Frame, Icon, Primary, single, take_focus } from '../widgets.js';
import { ago, date, facts, in_points, said, tr } from '../words.js';
import { points } from '../format.js';

/** What is true now, from what stops the till to what it only should know.
 * @param {{ lease: import('../contract').Lease }} props */
export const LeaseBands = ({ lease }) => html`
  <${Standing} lease=${lease} />
  ${lease.trouble && lease.trouble.code !== 'hub.away' && html`<${Band} id="trouble">
    <p><strong>${said(lease.trouble.text)}</strong>
      ${facts(lease.trouble).map((fact) => html` <span>${fact}</span>`)}</p><//>`}
  ${lease.sheets.filter((sheet) => sheet.state === 'refused').map((sheet) => html`
    <${Band} id="sheet-refused"><p><strong>${tr(`${date(sheet.day)}的点数没有入账，请打电话给乡镇。`,
      `The count of ${date(sheet.day)} is not booked: ring the township.`)}</strong>
      ${sheet.problem && said(sheet.problem.text)}</p><//>`)}`;

/** @param {{ lease: import('../contract').Lease }} props */
const Standing = ({ lease }) => {
  const kept = lease.unsent > 0 ? tr(`已存 ${lease.unsent} 笔`, `${lease.unsent} kept here`)
    : tr('没有要报送的', 'nothing to send');
  if (lease.stage !== 'open') return html`
    <${Band} kind="over" id="no-lease"><p><strong>${tr('没有离线额度，不能换购。',
      'No lease: nothing can be redeemed.')}</strong>
      ${lease.away ? tr('请接上网，会自动领取。', 'Connect the till: it fetches one by itself.')
        : tr('正在向乡镇领取，请稍等。', 'It is being fetched: please wait.')}</p>
      <${More} /><//>`;
  if (lease.over) return html`
    <${Band} kind="over" id="lease-over"><p><strong>${tr('离线额度到期了，不能换购。',
      'The lease is over: nothing can be redeemed.')}</strong>
      ${tr(`${kept}，请接上网报送。`, `${kept}; connect the till.`)}</p><${More} /><//>`;
  if (!lease.away) return null;
  return html`
    <${Band} id="offline"><p><strong>${tr('离线，可换购', 'Offline, open')}</strong>${tr(
      `，${kept}，可用至${date(lease.stop)}。上次同步${ago(lease.synced_minutes)}。`,
      `, ${kept}, until ${date(lease.stop)}. Last sync ${ago(lease.synced_minutes)}.`)}</p>
      <${More} /><//>`;
};

const More = () => state.clerk && state.screen === 'card' && html`
  <button type="button" class="plain" onClick=${open_lease}>${tr('详情', 'More')}</button>`;

export const Lease = () => {
  const lease = state.server?.lease;
  if (!lease) return html`<${Frame} title="" />`;
  return html`
    <${Frame} title=${tr('同步和离线额度', 'Sync and lease')}
      back=${html`<${Back} onClick=${next} /><${End} lease=${lease} />`}
      primary=${html`<${Primary} onClick=${sync}>${lease.syncing ? tr('正在同步…', 'Syncing…')
        : tr('现在同步', 'Sync now')}<//>`}>
      <div class="halves">
        <dl class="facts">
          <div><dt>${tr('乡镇', 'Township')}</dt><dd id="hub">${lease.away
            ? tr('接不通', 'Not reached') : tr('接通', 'Reached')}</dd></div>
          <div><dt>${tr('上次同步', 'Last sync')}</dt><dd>${ago(lease.synced_minutes)}
            ${lease.synced && html`<small>${date(lease.synced)}</small>`}</dd></div>
          <div><dt>${tr('还没报送', 'Not sent yet')}</dt>
            <dd id="unsent">${tr(`${lease.unsent} 笔`, `${lease.unsent}`)}</dd></div>
          <div><dt>${tr('没确认交付', 'Not answered')}</dt>
            <dd>${tr(`${state.server?.unresolved.length} 笔`, `${state.server?.unresolved.length}`)}
            </dd></div>
        </dl>
        <dl class="facts">
          <div><dt>${tr('终端', 'Till')}</dt><dd>${lease.till}</dd></div>
          <div><dt>${tr('额度', 'Lease')}</dt><dd>${lease.number
            ? tr(`第 ${lease.number} 份`, `No. ${lease.number}`) : tr('没有', 'None')}</dd></div>
          ${lease.stage === 'open' && html`
            <div><dt>${tr('可用至', 'Until')}</dt><dd>${date(lease.stop)}</dd></div>
            <div><dt>${tr('还可换', 'Still to be used')}</dt>
              <dd id="points-left">${in_points(points(lease.points_left))}
                <small>${tr(`${lease.records_left} 笔`, `${lease.records_left} sales`)}</small></dd>
            </div>`}
        </dl>
      </div>
      <p class="note">${tr('入库和看货架要用村里的账本电脑，本机不办。',
        "Goods in and the shelf are done on the PC with the village's ledger.")}</p>
    <//>`;
};

/** Two steps, no window: what was not spent goes back to the households.
 * @param {{ lease: import('../contract').Lease }} props */
const End = ({ lease }) => {
  if (lease.stage !== 'open') return null;
  if (!state.form.ending) return html`<button type="button" class="plain" id="end-lease"
    onClick=${() => set_form({ ending: true })}>${tr('结清额度', 'End the lease')}</button>`;
  return html`
    <div class="reasons" role="group" ref=${take_focus}
      aria-label=${tr('结清额度', 'End the lease')}>
      <b>${tr('结清后，联网领到新额度前不能换购', 'Nothing can be redeemed until a new lease came')}</b>
      <button type="button" class="plain" id="end-now" onClick=${single(end_lease)}>
        <${Icon} name="check" />${tr('结清', 'End it')}</button>
      <button type="button" class="plain" onClick=${() => set_form({ ending: false })}>
        ${tr('不结清', 'Keep it')}</button>
    </div>`;
};
