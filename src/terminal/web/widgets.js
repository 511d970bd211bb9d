// The parts that screens are made of.
import { Component } from '/vendor/preact.js';
import { html } from './h.js';
import { set, set_form, state } from './store.js';
import { facts, said, tr, waiting } from './words.js';
import { accepted } from './sound.js';

const HOLD_MS = 800;

const drawings = {
  warn: 'M12 3 2 20h20L12 3zm0 6v5m0 3v.5',
  check: 'M4 12.5 9.5 18 20 6.5',
  back: 'M15 5l-7 7 7 7',
  print: 'M7 9V3h10v6M7 18H4v-8h16v8h-3M7 14h10v7H7z',
  link: 'M9 15l6-6M10.5 6.5 13 4a4.5 4.5 0 0 1 7 6.5l-2.5 2.5M13.5 17.5 11 20a4.5 ' +
    '4.5 0 0 1-7-6.5L6.5 11',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zm-8 9c0-4 3.5-6.5 8-6.5s8 2.5 8 6.5',
  lock: 'M6 11h12v10H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  sound: 'M4 9.5v5h4l5 4v-13l-5 4zM16.5 9a4.5 4.5 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11',
  mute: 'M4 9.5v5h4l5 4v-13l-5 4zM17 9.5l5 5m0-5-5 5',
  card: 'M3 6h18v13H3zM3 10h18M7 15h4',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 4v5.5l3.5 2',
  disk: 'M4 7c0-2 3.5-3 8-3s8 1 8 3-3.5 3-8 3-8-1-8-3zm0 0v10c0 2 3.5 3 8 3s8-1 8-3V7M4 12c0 ' +
    '2 3.5 3 8 3s8-1 8-3',
  bag: 'M5 8h14l1 13H4zM9 8V6.5a3 3 0 0 1 6 0V8',
  minus: 'M5 12h14',
  plus: 'M5 12h14M12 5v14',
  cross: 'M6 6l12 12M18 6 6 18',
};

/** @param {{ name: keyof typeof drawings }} props */
export const Icon = ({ name }) => html`
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${drawings[name]} /></svg>`;

/** A screen: its heading, its body, and below them the way back and the one primary button.
 * @param {{ title: any, step?: number, back?: any, primary?: any, wide?: boolean,
 *   children?: any }} props */
export const Frame = ({ title, step, back, primary, children }) => html`
  <main class="screen">
    <div class="heading">
      <h1 tabindex="-1">${title}</h1>
      ${step !== undefined && html`<${Steps} at=${step} />`}
    </div>
    <div class="body">${children}</div>
    <div class="actions">
      <div class="backs">${back}</div>
      ${primary}
    </div>
  </main>`;

/** @param {{ at: number }} props */
const Steps = ({ at }) => {
  const names = [tr('扫卡', 'Card'), tr('核对', 'Check'), tr('积分', 'Points'),
    tr('选货', 'Goods'), tr('确认', 'Confirm'), tr('交付', 'Hand over')];
  return html`
    <ol class="steps" aria-label=${tr('换购步骤', 'Steps of a redemption')}>
      ${names.map((name, index) => html`
        <li class=${index < at ? 'past' : ''} aria-current=${index === at ? 'step' : null}>
          ${index < at && html`<${Icon} name="check" />`}${name}
        </li>`)}
    </ol>`;
};

/** For what comes where something else was a moment ago: the second tap of a double one is not
 * meant for it. @param {() => unknown} act */
export const single = (act) => (/** @type {MouseEvent} */ e) => e.detail < 2 && act();

/** Focuses the first button of what replaces the one that was pressed.
 * @param {HTMLElement | null} group */
export const take_focus = (group) => group?.querySelector('button')?.focus();

/** @param {{ name?: keyof typeof drawings, onClick: () => void, children: any, id?: string }} props */
export const Primary = ({ onClick, children, id = 'primary' }) => html`
  <button type="button" id=${id} class="primary ${state.busy ? 'busy' : ''}"
    onClick=${single(onClick)}>
    ${children}
  </button>`;

/** @param {{ onClick: () => void, children?: any }} props */
export const Back = ({ onClick, children }) => html`
  <button type="button" class="plain" onClick=${onClick}>
    <${Icon} name="back" />${children ?? tr('返回', 'Back')}
  </button>`;

/** A button that acts only after 0.8 s of pointer or space bar; a tap says how it is done. */
export class Hold extends Component {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer = undefined;
  state = { held: false, short: false };

  begin() {
    if (this.timer !== undefined) return;
    this.setState({ held: true, short: false });
    this.timer = setTimeout(() => {
      this.end(false);
      accepted();
      /** @type {any} */ (this.props).onHeld();
    }, HOLD_MS);
  }

  /** @param {boolean} short let go before the time was over */
  end(short) {
    if (this.timer === undefined) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.setState({ held: false, short });
  }

  componentWillUnmount() {
    this.end(false);
  }

  render() {
    const { children, ready } = /** @type {any} */ (this.props);
    const { held, short } = this.state;
    return html`
      <div class="holding">
        <p class="hint" id="hold-hint" role="status">${short && !held
          ? tr('要按住，数到一再松手', 'Keep it pressed until the bar is full')
          : tr('按住 1 秒，或按住空格键', 'Hold for a second, or hold the space bar')}</p>
        <button type="button" id="primary"
          class="primary hold ${held ? 'held' : ''} ${ready ? '' : 'unready'}"
          aria-describedby="hold-hint"
          onPointerDown=${(/** @type {PointerEvent} */ e) => e.button === 0 && this.begin()}
          onPointerUp=${() => this.end(true)} onPointerLeave=${() => this.end(true)}
          onPointerCancel=${() => this.end(true)} onBlur=${() => this.end(true)}
          onContextMenu=${(/** @type {Event} */ e) => e.preventDefault()}
          onKeyDown=${(/** @type {KeyboardEvent} */ e) => this.key(e, true)}
          onKeyUp=${(/** @type {KeyboardEvent} */ e) => this.key(e, false)}>
          <span>${children}</span>
        </button>
      </div>`;
  }

  /** @param {KeyboardEvent} e @param {boolean} down */
  key(e, down) {
    if (e.key !== ' ') return;
    e.preventDefault();
    if (!down) this.end(true);
    else if (!e.repeat) this.begin();
  }
}

/** What went wrong, said by the server, with what can be done about it.
 * @param {{ failure: import('./contract').Failure & { until?: number }, children?: any,
 *   onClose?: () => void }} props */
export const Failed = ({ failure, children, onClose }) => {
  const seconds = failure.until ? Math.ceil((failure.until - performance.now()) / 1000) : 0;
  return html`
    <div class="band bad" role="alert" data-code=${failure.code}>
      <${Icon} name="warn" />
      <p><strong>${said(failure.text)}</strong>
        ${facts(failure).map((fact) => html`<span>${fact}</span>`)}
        ${seconds > 0 && html`<span>${tr(`请等 ${waiting(seconds)}`,
          `Wait ${waiting(seconds)}`)}</span>`}</p>
      ${children}
      ${onClose && html`<button type="button" class="plain" onClick=${onClose}>
        ${tr('知道了', 'Close')}</button>`}
    </div>`;
};

/** @param {{ kind?: string, icon?: keyof typeof drawings, children?: any, id?: string }} props */
export const Band = ({ kind = 'amber', icon = 'warn', children, id }) => html`
  <div class="band ${kind}" role="status" id=${id}><${Icon} name=${icon} />${children}</div>`;

/** A labelled field of the form; `name` is its key there.
 * @param {{ name: string, label: any, type?: string, start?: boolean, [more: string]: any }} props */
export const Field = ({ name, label, type = 'text', start, hint, onValue, ...more }) => html`
  <label class="field">
    <span>${label}</span>
    <input name=${name} type=${type} value=${state.form[name] ?? ''} autocomplete="off"
      data-start=${start ? '' : null} spellcheck=${false} ...${more}
      onInput=${(/** @type {any} */ e) => {
        set_form({ [name]: e.currentTarget.value });
        onValue?.(e.currentTarget.value);
      }} />
    ${hint && html`<small>${hint}</small>`}
  </label>`;

/** One of a few, as large tiles. @param {{ name: string, label: string, choices: [string, any][],
 *   value: string, start?: boolean, onChoose?: (value: string) => void }} props */
export const Choice = ({ name, label, choices, value, onChoose, start }) => html`
  <fieldset class="choice">
    <legend>${label}</legend>
    ${choices.map(([key, text], index) => html`
      <label class="tile ${key === value ? 'chosen' : ''}">
        <input type="radio" name=${name} value=${key} checked=${key === value}
          data-start=${start && index === 0 ? '' : null}
          onChange=${() => (onChoose ?? ((v) => set_form({ [name]: v })))(key)} />
        <span>${text}</span>
      </label>`)}
  </fieldset>`;

/** @param {{ name: string, label: any, options: [string, string][], value?: string,
 *   onChoose: (value: string) => void }} props */
export const Select = ({ name, label, options, value, onChoose }) => html`
  <label class="field">
    <span>${label}</span>
    <select name=${name} value=${value}
      onChange=${(/** @type {any} */ e) => onChoose(e.currentTarget.value)}>
      ${options.map(([key, text]) => html`<option value=${key} selected=${key === value}>
        ${text}</option>`)}
    </select>
  </label>`;

/** Digits to touch, for the field of that name. @param {{ name: string, most: number,
 *   onFull?: () => void }} props */
export const Keypad = ({ name, most }) => {
  const value = String(state.form[name] ?? '');
  const key = (/** @type {string} */ digit) => html`
    <button type="button" class="key" onClick=${() =>
      set_form({ [name]: (value + digit).slice(0, most) })}>${digit}</button>`;
  return html`
    <div class="keypad" role="group" aria-label=${tr('数字键', 'Digits')}>
      ${[...'123456789'].map(key)}
      <button type="button" class="key word" onClick=${() => set_form({ [name]: '' })}>
        ${tr('清空', 'Clear')}</button>
      ${key('0')}
      <button type="button" class="key word" aria-label=${tr('退一格', 'Delete one digit')}
        onClick=${() => set_form({ [name]: value.slice(0, -1) })}><${Icon} name="back" /></button>
    </div>`;
};

/** The officer and PIN of a second person. @param {{ title: string }} props */
export const Second = ({ title }) => html`
  <fieldset class="second">
    <legend>${title}</legend>
    <${Field} name="second_officer" label=${tr('人员编号', 'Officer number')} />
    <${Field} name="second_pin" type="password" inputmode="numeric" maxlength="6"
      label=${tr('密码（本人输入）', 'PIN, typed by that person')} />
  </fieldset>`;

export const second = () => ({ officer: String(state.form.second_officer ?? '').trim(),
                               pin: String(state.form.second_pin ?? '') });

export const close_failure = () => set({ failure: null });
