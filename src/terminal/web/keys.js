// The keyboard is also the scanner: a wedge types a code and then Enter. Characters less than 20 ms
// apart are no person's, so they are a scan; what they put into a field is taken out again. Enter
// by itself does nothing anywhere, or the scanner would press buttons.

const GAP_MS = 20;
const SHORTEST = 3;

let burst = '';
let last = -Infinity;
/** @type {{ field: HTMLInputElement, value: string } | null} */
let before = null;

/** The character of a key, also while a Chinese input method swallows it. @param {KeyboardEvent} e */
function character(e) {
  if (e.ctrlKey || e.altKey || e.metaKey) return '';
  if (e.key.length === 1) return e.key;
  if (e.key !== 'Process') return '';
  const found = /^(?:Key|Digit)(\w)$/.exec(e.code);
  if (found) return found[1];
  return e.code === 'Minus' ? '-' : '';
}

/** @param {KeyboardEvent} e @param {(code: string) => void} scanned */
function follow(e, scanned) {
  const quick = e.timeStamp - last < GAP_MS;
  if (e.key === 'Enter') {
    if (quick && burst.length >= SHORTEST) {
      undo();
      scanned(burst.trim());
    }
    burst = '';
    return;
  }
  const typed = character(e);
  if (typed === '') return;
  if (!quick) {
    burst = '';
    const field = document.activeElement;
    before = field instanceof HTMLInputElement ? { field, value: field.value } : null;
  }
  burst += typed;
  last = e.timeStamp;
}

function undo() {
  if (!before || !before.field.isConnected) return;
  before.field.value = before.value;
  before.field.dispatchEvent(new Event('input', { bubbles: true }));
}

/** @param {{ scanned: (code: string) => void, back: () => void }} to */
export function listen(to) {
  window.addEventListener('keydown', (e) => {
    follow(e, to.scanned);
    if (e.key === 'Enter' && !e.isComposing) {
      e.preventDefault();
      e.stopPropagation();
    }
    if (e.key === 'Escape' && !e.isComposing) to.back();
  }, true);
}
