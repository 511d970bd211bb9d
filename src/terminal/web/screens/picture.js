// What goods look like: the operator's picture, or their first characters on a colour of their own.
import { Component } from '/vendor/preact.js';
import { html } from '../h.js';
import { state } from '../store.js';

const COLOURS = 6;

/** The same for the same goods, whatever else is on the shelf. @param {string} sku */
const colour = (sku) => [...sku].reduce((sum, letter) => sum * 7 + letter.charCodeAt(0), 0) % COLOURS;

/** Beside the name of the goods, so that it says nothing by itself. Props: `sku`, `name`. */
export class Picture extends Component {
  state = { failed: '' };

  render() {
    const { sku, name } = /** @type {any} */ (this.props);
    const tag = state.goods?.goods.find((goods) => goods.sku === sku)?.picture;
    const at = `/api/pictures/${encodeURIComponent(sku)}?v=${tag}`;
    return tag && this.state.failed !== at
      ? html`<img class="picture" src=${at} alt="" draggable=${false}
          onError=${() => this.setState({ failed: at })} />`
      : html`<span class="picture colour-${colour(sku)}" aria-hidden="true">
          ${[...name].slice(0, 2).join('')}</span>`;
  }
}
