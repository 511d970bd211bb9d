// The one door to the counter's API: JSON in and out, on this machine only.
import { set, state } from './store.js';

/** A refusal or failure that the server put into words. */
export class Refused extends Error {
  /** @param {import('./contract').Failure} failure @param {number} status */
  constructor(failure, status) {
    super(failure.code);
    this.failure = failure;
    this.status = status;
  }
}

/** The server could not be reached, or what it said could not be read: the outcome is unknown. */
export class Unreached extends Error {}

/** @param {string} method @param {string} path @param {unknown} [body] @returns {Promise<any>} */
export async function call(method, path, body) {
  /** @type {Record<string, string>} */
  const headers = {};
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (method !== 'GET' && state.clerk) headers['X-Wumei-Csrf'] = state.clerk.csrf;
  let response, text;
  try {
    response = await fetch('/api/' + path, {
      method, headers, cache: 'no-store', credentials: 'same-origin',
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(15000),
    });
    text = await response.text();
  } catch {
    set({ link: 'down' });
    throw new Unreached(path);
  }
  const answer = parsed(text);
  if (answer === undefined || (!response.ok && !answer?.error)) {
    set({ link: 'down' });
    throw new Unreached(path);
  }
  if (state.link === 'down') set({ link: 'ok' });
  if (!response.ok) throw new Refused(answer.error, response.status);
  return answer;
}

/** @param {string} text */
function parsed(text) {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @param {string} path @returns {Promise<any>} */
export const get = (path) => call('GET', path);
/** @param {string} path @param {unknown} [body] @returns {Promise<any>} */
export const post = (path, body = {}) => call('POST', path, body);
/** @param {string} path @param {unknown} body @returns {Promise<any>} */
export const put = (path, body) => call('PUT', path, body);
/** @param {string} path @returns {Promise<any>} */
export const remove = (path) => call('DELETE', path);
