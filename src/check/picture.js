// Reads the code in a photo: by the browser where it can, else by jsQR.
import jsQR from 'jsqr';

const widths = [2400, 1600, 1000]; // a photo that is too fine is read better when it is smaller

/** @param {ImageBitmap} picture @param {number} width */
function pixels(picture, width) {
  const scale = Math.min(1, width / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

/** @param {ImageBitmap} picture */
async function by_browser(picture) {
  const Detector = /** @type {any} */ (window).BarcodeDetector;
  if (!Detector) return '';
  try {
    const [found] = await new Detector({ formats: ['qr_code'] }).detect(picture);
    return found?.rawValue ?? '';
  } catch {
    return '';
  }
}

/** The text of the code; "" when none is found. @param {Blob} file @returns {Promise<string>} */
export async function read_picture(file) {
  let picture;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return '';
  }
  const text = await by_browser(picture);
  if (text) return text;
  for (const width of widths) {
    const { data, width: wide, height } = pixels(picture, width);
    const found = jsQR(data, wide, height);
    if (found?.data) return found.data;
  }
  return '';
}
