// Screens 7 and 8: giving the goods, and what stays as proof.
import { html } from '../h.js';
import { state } from '../store.js';
import { handed, next, print } from '../flows.js';
import { Band, Frame, Icon, Primary } from '../widgets.js';
import { NotHanded } from './start.js';
import { date, in_points, said, tr } from '../words.js';
import { points } from '../format.js';

/** The code in its groups, so that it can be read out and copied by hand.
 * @param {{ code: string }} props */
const Code = ({ code }) => html`
  <p class="code"><span>${tr('凭证码', 'Proof code')}</span><b id="code">${code}</b></p>`;

export const HandOver = () => {
  const { redemption } = state;
  if (!redemption) return html`<${Frame} title="" />`;
  return html`
    <${Frame} title=${tr('请把商品交给住户', 'Hand the goods to the household')} step=${5}
      back=${html`<${NotHanded} id=${redemption.id} label=${tr('给不了', 'Cannot be given')} />`}
      primary=${html`<${Primary} onClick=${handed}><${Icon} name="check" />
        ${tr('已交付', 'Handed over')}<//>`}>
      <div class="confirm">
        <ul class="lines giving" tabindex="0" aria-label=${tr('要交付的商品', 'Goods to give')}>
          ${redemption.lines.map((line) => html`
            <li class="line"><b>${line.name}</b><span class="many">${line.quantity} ${line.unit}
            </span></li>`)}
        </ul>
        <div>
          <${Code} code=${redemption.code} />
          <dl class="sums">
            <div><dt>${tr('已扣', 'Taken')}</dt><dd>${points(redemption.points)}</dd></div>
            <div class="result"><dt>${tr('剩', 'Left')}</dt><dd>${points(redemption.after)}</dd></div>
          </dl>
        </div>
      </div>
    <//>`;
};

/** Opens the page of the slip for any printer of this machine.
 * @param {import('../contract').Redemption} redemption */
export const open_slip = (redemption) => window.open(
  `/api/redemptions/${redemption.id}/slip.html?lang=${state.lang}`, '_blank', 'noopener');

/** What the clerk is to do about paper, by the state of the printer. */
export const Paper = () => {
  const { redemption, server } = state;
  if (!redemption || !server) return null;
  const { copies } = redemption;
  if (server.printer.state !== 'ok') return html`
    <${Band} id="copy-code"><p><strong>${said(server.printer.text)}。</strong>
      ${tr('请把凭证码抄给住户，以后可补打。', 'Write the proof code down; print it again later.')}</p><//>`;
  return html`<p class="note" id="copies">${copies
    ? tr(`小票已打印 ${copies} 张`, `Slips printed: ${copies}`)
    : tr('小票还没有打印', 'No slip printed yet')}</p>`;
};

/** @param {{ redemption: import('../contract').Redemption }} props */
export const Papers = ({ redemption }) => html`
  <button type="button" class="plain" id="print" onClick=${print}><${Icon} name="print" />
    ${redemption.copies ? tr('补打', 'Print again') : tr('打印', 'Print')}</button>
  <button type="button" class="plain" id="slip" onClick=${() => open_slip(redemption)}>
    ${tr('看小票', 'Show the slip')}</button>`;

export const Receipt = () => {
  const { redemption } = state;
  if (!redemption) return html`<${Frame} title="" />`;
  return html`
    <${Frame} title=${tr('换购完成', 'Done')} step=${6} back=${html`
        <${Papers} redemption=${redemption} />`}
      primary=${html`<${Primary} onClick=${next}>${tr('下一户', 'Next household')}<//>`}>
      <div class="receipt">
        <div tabindex="0" role="group" aria-label=${tr('小票', 'Slip')}>
          <${Code} code=${redemption.code} />
          <${Paper} />
          <dl class="facts">
            <div><dt>${tr('户主', 'Head')}</dt><dd>${redemption.household.head}</dd></div>
            <div><dt>${tr('小票', 'Slip')}</dt><dd>${redemption.slip}</dd></div>
            <div><dt>${tr('时间', 'Time')}</dt>
              <dd>${date(redemption.on)} ${redemption.at}</dd></div>
            <div><dt>${tr('已扣', 'Taken')}</dt><dd>${in_points(points(redemption.points))}</dd></div>
            <div><dt>${tr('剩余', 'Left')}</dt><dd>${in_points(points(redemption.after))}</dd></div>
          </dl>
        </div>
        ${redemption.qr && html`<img class="qr" alt=${tr('凭证二维码', 'Proof as a QR code')}
          src=${'data:image/svg+xml,' + encodeURIComponent(redemption.qr)} />`}
      </div>
    <//>`;
};
