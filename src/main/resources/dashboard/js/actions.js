/** What a person does, sent to the server. Trouble becomes a line at the bottom. */
import { app, changed } from './store.js';
import { get, post, call, session } from './api.js';

/** @param {() => Promise<unknown>} work */
export async function attempt(work) {
  try {
    await work();
    app.trouble = null;
  } catch (e) {
    app.trouble = e instanceof Error ? e.message : String(e);
  }
  changed();
}

export async function loadSessions() {
  const answer = await get('/api/v1/sessions?limit=50');
  app.sessions = answer.sessions ?? answer;
  changed();
}

/** @param {Record<string, unknown>} config */
export function start(config) {
  app.starting = true;
  changed();
  return attempt(async () => {
    const answer = await post('/api/heist/start', { config });
    location.hash = `#${answer.session_id}`;
  }).finally(() => {
    app.starting = false;
    changed();
  });
}

/** @param {'pause'|'resume'|'step'|'stop'} what */
export function steer(what) {
  return attempt(() => post(session(here(), what)));
}

/** @param {string} agent @param {string} text @param {boolean} standing */
export function command(agent, text, standing) {
  return attempt(() => post(session(here(), 'commands'), { agent, text, standing }));
}

/** @param {number} number */
export function withdraw(number) {
  return attempt(() => call('DELETE', session(here(), `commands/${number}`)));
}

/** @param {string|null} suspect @param {boolean} lock */
export function accuse(suspect, lock) {
  return attempt(() => post(session(here(), 'accusation'), { suspect, lock }));
}

function here() {
  return app.id ?? '';
}
