/** The dashboard's own API. Errors carry words for people. */
import { t } from './i18n.js';
import { app } from './store.js';

export class ApiError extends Error {
  /** @param {string} message @param {number} status */
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @returns {Promise<any>}
 */
export async function call(method, path, body) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...(app.server?.login ? { 'X-Heist-Csrf': app.server.login.csrf } : {}) },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new ApiError(t('error.offline'), 0);
  }
  const text = await response.text();
  /** @type {any} */
  let answer = null;
  try {
    answer = text ? JSON.parse(text) : null;
  } catch {
    // an answer that is no JSON has no words for us
  }
  if (response.status === 401 && path !== '/login') {
    app.signedOut = true;
  }
  if (!response.ok || answer?.success === false) {
    throw new ApiError(answer?.detail ?? answer?.error ?? t('error.unknown', { status: response.status }), response.status);
  }
  return answer;
}

/** @param {string} path */
export const get = (path) => call('GET', path);
/** @param {string} path @param {unknown} [body] */
export const post = (path, body = {}) => call('POST', path, body);

/** @param {string} id @param {string} [rest] */
export const session = (id, rest) => `/api/v1/sessions/${encodeURIComponent(id)}${rest ? `/${rest}` : ''}`;
