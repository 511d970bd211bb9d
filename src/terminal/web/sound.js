// What is heard: two tones for a scan, and a voice that reads out goods, pieces and points.
import { state } from './store.js';

/** @type {AudioContext | null} */
let context = null;

/** @param {number[]} tones hertz, one after the other @param {OscillatorType} shape */
function play(tones, shape) {
  context ??= new AudioContext();
  const start = context.currentTime;
  tones.forEach((tone, index) => {
    if (!context) return;
    const oscillator = context.createOscillator();
    const gain = context.createGain();
    oscillator.type = shape;
    oscillator.frequency.value = tone;
    gain.gain.setValueAtTime(0.12, start + index * 0.13);
    gain.gain.exponentialRampToValueAtTime(0.001, start + index * 0.13 + 0.12);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(start + index * 0.13);
    oscillator.stop(start + index * 0.13 + 0.13);
  });
  document.documentElement.dataset.sound = shape === 'sine' ? 'accepted' : 'refused';
}

export const accepted = () => play([880, 1320], 'sine');
export const refused = () => play([220, 165], 'square');

/** Reads a sentence aloud and drops what was still being read. @param {string} sentence */
export function say(sentence) {
  if (!state.voice || !('speechSynthesis' in window)) return;
  const utterance = new SpeechSynthesisUtterance(sentence);
  utterance.lang = state.lang === 'zh' ? 'zh-CN' : 'en-GB';
  utterance.rate = state.elder ? 0.8 : 0.95;
  speechSynthesis.cancel();
  speechSynthesis.speak(utterance);
}
