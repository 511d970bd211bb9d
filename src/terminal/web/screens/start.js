// Screens 0 and 1: the self-test, the question about unanswered hand-overs, the clerk's PIN.
import { html } from '../h.js';
import { go, set_form, state } from '../store.js';
import { load_clerks, not_handed, refuse, sign_in } from '../flows.js';
import { was_handed } from '../desk.js';
import { Choice, Field, Frame, Icon, Keypad, Primary, single, take_focus } from '../widgets.js';
import { ago, date, in_points, said, tr, waiting } from '../words.js';
import { points } from '../format.js';

export const Start = () => {
  const { server } = state;
  const begin = () => (state.clerk ? go('card') : go('signin'));
  return html`
    <${Frame} title=${server ? tr('今天开门前看一看', 'A look before the shop opens')
      : tr('正在打开账本…', 'Opening the ledger…')}
      primary=${server && html`<${Primary} onClick=${begin}>${tr('开始', 'Begin')}<//>`}>
      ${server && html`<div class="halves wide-right">
        <p class="welcome-shop"><${Icon} name="bag" /><b>${server.shop.name}</b>
          <span>${server.township} ${server.village.name}</span></p>
        <div><ul class="checks" tabindex="0" aria-label=${tr('自检', 'Self-test')}>
          <${Check} icon="disk" name=${tr('磁盘', 'Disk')} good=${!server.read_only}
            text=${server.read_only ? tr('已满，只能查看', 'Full: you can only look')
              : tr(`还剩 ${server.disk_free_mb} MB`, `${server.disk_free_mb} MB free`)} />
          <${Check} icon="clock" name=${tr('时钟', 'Clock')} good=${server.clock.ok}
            text=${server.clock.ok ? server.now
              : tr(`不对：上一笔记在 ${server.clock.last}`,
                `Wrong: the last entry is of ${server.clock.last}`)} />
          ${server.lease && html`<${LeaseCheck} lease=${server.lease} />`}
          <${Check} icon="print" name=${tr('打印机', 'Printer')}
            good=${server.printer.state === 'ok'} text=${said(server.printer.text)} />
          <${Check} icon="card" name=${tr('扫码枪', 'Scanner')} text=${scanner_says(server.scanner)}
            good=${!!state.form.scanned && server.scanner.state !== 'away'} />
        </ul>
        ${server.closed_today && html`<p class="note">
          ${tr('今天已经日结。', 'The day is closed already.')}</p>`}
        </div></div>`}
    <//>`;
};

/** @param {import('../contract').Scanner} scanner */
const scanner_says = (scanner) => {
  const code = state.form.scanned;
  if (scanner.state === 'away') return said(scanner.text);
  return code ? tr(`读到 ${code}`, `Read ${code}`)
    : tr('扫任意一个码试试', 'Scan any code to try it');
};

/** @param {{ lease: import('../contract').Lease }} props */
const LeaseCheck = ({ lease }) => {
  const open = lease.stage === 'open' && !lease.over;
  return html`<${Check} icon="link" name=${tr('离线额度', 'Lease')} good=${open}
    text=${open ? tr(`可用至 ${date(lease.stop)}，${ago(lease.synced_minutes)}同步`,
      `Until ${date(lease.stop)}; synced ${ago(lease.synced_minutes)}`)
      : tr('没有，联网后才能换购', 'None: connect before you redeem')} />`;
};

/** @param {{ icon: any, name: string, good: boolean, text: string }} props */
const Check = ({ icon, name, good, text }) => html`
  <li class=${good ? 'good' : 'caution'}>
    <${Icon} name=${icon} /><b>${name}</b><span>${text}</span>
    <i><${Icon} name=${good ? 'check' : 'warn'} />
      <span class="hidden">${good ? tr('正常', 'good') : tr('请留意', 'note')}</span></i>
  </li>`;

export const SignIn = () => {
  const { clerks, form } = state;
  const officer = form.officer ?? (clerks.length === 1 ? clerks[0].officer : '');
  const submit = () => {
    if (!officer) return refuse('bad_input', '请先选人', 'Choose your name first');
    const pin = String(form.pin ?? '');
    set_form({ pin: '' });
    return sign_in(officer, pin);
  };
  return html`
    <${Frame} title=${tr('店员登录', 'Sign in')}
      primary=${html`<${Primary} onClick=${submit}>${tr('登录', 'Sign in')}<//>`}>
      <div class="halves">
        <div>
          <${Choice} name="officer" label=${tr('我是', 'I am')} value=${officer} start=${!officer}
            choices=${clerks.map((clerk) => [clerk.officer, html`<b>${clerk.name}</b>
              ${clerk.locked_seconds > 0 && html`<small>${tr(
                `${waiting(clerk.locked_seconds)}后可再试`,
                `Again in ${waiting(clerk.locked_seconds)}`)}</small>`}`])} />
          ${!clerks.length && html`
            ${state.server?.lease && html`<p class="note">${tr('店员名单要联网领取，请接上网再试。',
              'The names come from the hub: connect the till and try again.')}</p>`}
            <button type="button" class="plain" onClick=${load_clerks}>
              ${tr('再读一次店员名单', 'Read the names again')}</button>`}
        </div>
        <div class="pin">
          <${Field} name="pin" type="password" inputmode="numeric" maxlength="6" start=${!!officer}
            label=${tr('6 位密码', 'PIN of 6 digits')} />
          <${Keypad} name="pin" most=${6} />
        </div>
      </div>
    <//>`;
};

export const Unresolved = () => {
  const [brief, ...others] = state.server?.unresolved ?? [];
  if (!brief) return html`<${Frame} title=${tr('都已确认', 'All are answered')}
    primary=${html`<${Primary} onClick=${() => go('card')}>${tr('继续', 'Go on')}<//>`} />`;
  return html`
    <${Frame} title=${tr('商品给了吗？', 'Were the goods given?')}
      back=${html`<${NotHanded} id=${brief.id} label=${tr('没有给', 'Not given')} />`}
      primary=${html`<${Primary} onClick=${() => was_handed(brief.id)}>
        <${Icon} name="check" />${tr('已经给了', 'They were given')}<//>`}>
      <div class="question" tabindex="0" role="group" aria-label=${tr('未确认的一笔',
        'The unanswered hand-over')}>
        <p class="lead">${tr('这一笔已扣分，但没有确认交付。',
          'The points were taken, but nobody said that the goods were given.')}</p>
        <dl class="facts">
          <div><dt>${tr('户主', 'Head')}</dt><dd>${brief.household.head}</dd></div>
          <div><dt>${tr('积分', 'Points')}</dt><dd>${in_points(points(brief.points))}</dd></div>
          <div><dt>${tr('时间', 'Time')}</dt><dd>${date(brief.on)} ${brief.at}</dd></div>
          <div><dt>${tr('小票', 'Slip')}</dt><dd>${brief.slip}</dd></div>
        </dl>
        ${others.length > 0 && html`<p class="note">${tr(`后面还有 ${others.length} 笔`,
          `${others.length} more after this`)}</p>`}
      </div>
    <//>`;
};

/** The reasons appear once it is said that the goods were not given: two steps, no window.
 * @param {{ id: string, label: string }} props */
export const NotHanded = ({ id, label }) => {
  if (!state.form.not_handed) return html`
    <button type="button" class="plain" id="not-handed"
      onClick=${() => set_form({ not_handed: true })}>${label}</button>`;
  const reasons = [ // what the ledger keeps is in Chinese
    ['商品拿错或有坏', tr('商品拿错或有坏', 'Wrong or damaged goods')],
    ['住户不要了', tr('住户不要了', 'Not wanted any more')],
    ['断电或故障', tr('断电或故障', 'Power cut or fault')]];
  return html`
    <div class="reasons" role="group" aria-label=${tr('原因', 'Reason')} ref=${take_focus}>
      <b>${tr('为什么？退回积分', 'Why? Points go back')}</b>
      ${reasons.map(([kept, shown]) => html`<button type="button" class="plain"
        onClick=${single(() => not_handed(id, kept))}>${shown}</button>`)}
    </div>`;
};
