// The second window, which faces the household: what they have and what it comes to, large.
import { html } from '../h.js';
import { state } from '../store.js';
import { Picture } from './picture.js';
import { tr } from '../words.js';
import { points } from '../format.js';

export const HouseholdFace = () => {
  const { visit, server } = state;
  if (!visit) return html`
    <main class="face welcome"><h1>${server?.shop.name ?? ''}</h1>
      <p>${tr('欢迎，请出示家庭卡', 'Welcome. Please show your card.')}</p></main>`;
  const { cart, balance, household } = visit;
  return html`
    <main class="face">
      <div class="face-top"><h1>${household.head}</h1>
        <p class="amount"><span>${tr('可用积分', 'Points available')}</span>
          <b id="available">${points(balance.available)}</b></p></div>
      <ul tabindex="0" aria-label=${tr('清单', 'Cart')}>
        ${cart.lines.map((line) => html`<li key=${line.sku}>
          <${Picture} sku=${line.sku} name=${line.name} /><b>${line.name}</b>
          <span>${line.quantity} ${line.unit}</span><b class="sum">${points(line.points)}</b></li>`)}
      </ul>
      ${cart.lines.length > 0 && html`<dl class="face-sums">
        <div><dt>${tr('合计', 'Total')}</dt><dd id="total">${points(cart.points)}</dd></div>
        <div><dt>${tr('换后剩', 'Left')}</dt><dd id="after">${points(cart.after)}</dd></div></dl>`}
    </main>`;
};
