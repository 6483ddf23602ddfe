/** What a person does, sent to the server. Trouble becomes a line at the bottom. */
import { app, changed } from './store.js';
import { get, post, call, session } from './api.js';
import { told } from './waits.js';
import { keep } from './seat.js';
import { t } from './i18n.js';

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

/** @param {number} [limit] */
export async function loadSessions(limit = Math.max(100, app.sessions?.length ?? 0)) {
  const answer = await get(`/api/v1/sessions?limit=${Math.min(500, limit)}`);
  app.sessions = answer.sessions ?? answer;
  app.total = answer.total ?? app.sessions?.length ?? 0;
  changed();
}

/** Facts of a session that are no events; without them the page shows the rest. @param {string} id */
export async function loadAbout(id) {
  loadRoom();
  const [about, site] = await Promise.allSettled([get(session(id)), get(session(id, 'site'))]);
  if (app.id === id) {
    app.about = about.status === 'fulfilled' ? about.value : null;
    told(app.about);
    app.site = site.status === 'fulfilled' && Array.isArray(site.value?.rooms) && site.value.rooms.length ? site.value : null;
    changed();
  }
  if (app.id === id && app.site?.complete) {
    const known = await get(session(id, 'site?view=known')).catch(() => null);
    if (app.id === id) {
      app.siteKnown = known;
      changed();
    }
  }
}

/** What the mole did, for after the reveal; without it the notes still tell. */
export async function loadDeeds() {
  const id = app.id ?? '';
  const told = await get(session(id, 'sabotage')).catch(() => null);
  if (app.id === id) {
    app.deeds = told?.sabotage_events ?? [];
    changed();
  }
}

/** The class that looks at the session in sight, if people sign in here. */
export async function loadRoom() {
  const id = app.id;
  if (id && app.server?.asks_login) {
    const room = await get(`/api/v1/class?session=${encodeURIComponent(id)}`).catch(() => null);
    if (app.id === id) {
      app.room = room?.session === id ? room : null;
      changed();
    }
  }
}

/** To the session of the player's class. */
export async function toClass() {
  const room = await get('/api/v1/class');
  if (room.session) {
    location.hash = `#${encodeURIComponent(room.session)}`;
  }
}

/** Opens a class, names a suspect in it, or reveals it. @param {string} path @param {Record<string, unknown>} body */
export function classroom(path, body) {
  return attempt(async () => {
    app.room = await post(`/api/v1/class${path}`, body);
  });
}

/** @param {Record<string, unknown>} config */
export function start(config) {
  app.starting = true;
  changed();
  return attempt(async () => {
    const answer = await post('/api/heist/start', { config });
    keep(answer.session_id, answer.seats ?? []);
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

/** Answers a tool call that waits for leave. @param {number} approval @param {'allow'|'deny'|'edit'} decision @param {Record<string, unknown>} [values] */
export function decide(approval, decision, values) {
  app.draft = null;
  return attempt(() => post(session(here(), `approvals/${approval}`), values ? { decision, arguments: values } : { decision }));
}

/** @param {number} more */
export function extend(more) {
  return attempt(() => post(session(here(), 'extend'), { more }));
}

/** @param {string} name @param {number} limit 0: none */
export function budget(name, limit) {
  return attempt(() => post(session(here(), 'budget'), { name, limit }));
}

/** @param {number} seconds before each turn */
export function pace(seconds) {
  return attempt(async () => {
    await post(session(here(), 'pace'), { seconds });
    if (app.about) {
      app.about.pace = seconds;
    }
  });
}

/** Takes an agent's rights back, in this session, at once. @param {string} agent */
export function revoke(agent) {
  return attempt(async () => {
    await post(session(here(), `agents/${encodeURIComponent(agent)}/revoke`));
    app.dialog = { kind: 'told', title: t('revoke.done', { agent }), text: t('revoke.done.text') };
  });
}

/** Copies the first turns into a new session and goes there. @param {{turn: number, paused: boolean, mole?: string}} wish */
export function fork(wish) {
  return attempt(async () => {
    const made = await post(session(here(), 'fork'), wish);
    location.hash = `#${encodeURIComponent(made.id ?? made.session_id)}`;
  });
}

/** Asks the detector. That somebody asked stands in the dashboard's audit. @param {'quick'|'full'} how */
export function askHint(how) {
  const id = here();
  app.hint = { ...app.hint, busy: true };
  changed();
  return attempt(async () => {
    const answer = await post('/api/v1/office/detect', { session_id: id, mode: how });
    if (app.id !== id) {
      return;
    }
    const label = t('round', { n: app.now.round });
    const history = (app.hint?.history ?? []).filter((/** @type {any} */ p) => p.label !== label);
    app.hint = { answer, at: app.now.last, busy: false, open: null, history: [...history, { label, scores: answer.suspicion_scores ?? {} }] };
  }).finally(() => {
    if (app.hint) {
      app.hint.busy = false;
    }
    changed();
  });
}

function here() {
  return app.id ?? '';
}
