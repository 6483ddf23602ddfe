/**
 * A seat: this browser plays one agent. Its token is kept by this tab alone, so that it survives a
 * reload and nobody else finds it; it never stands in an address.
 */
import { app, changed } from './store.js';
import { post, session } from './api.js';
import { attempt } from './actions.js';
import { ended } from './fold.js';

const KEY = 'heist.seat.';
const SAT = 'heist.sat.';

/** Tokens told when a session started. @param {string} id @param {{agent: string, token: string}[]} seats */
export function keep(id, seats) {
  if (seats.length) {
    sessionStorage.setItem(KEY + id, seats[0].token);
  }
}

/** The session in sight has changed: sits down if this tab holds a seat in it. @param {string|null} id */
export function sitDown(id) {
  const token = id ? sessionStorage.getItem(KEY + id) : null;
  app.seat = token ? { token, view: null, note: '', tool: '', sent: false } : null;
  if (token) {
    look();
  }
}

/** Whether somebody played an agent of this session here: who saw a brief does not accuse. @param {string|null} id */
export function sat(id) {
  return sessionStorage.getItem(SAT + id) !== null;
}

/** Whether this tab holds a seat in a session. @param {string} id */
export function holdsSeat(id) {
  return sessionStorage.getItem(KEY + id) !== null;
}

/** With a token that somebody handed over. @param {string} token */
export function take(token) {
  return attempt(async () => {
    const id = app.id ?? '';
    const view = await post(session(id, 'seat'), { seat: token });
    sessionStorage.setItem(KEY + id, token);
    app.seat = { token, view, note: '', tool: '', sent: false };
    app.view = 'story';
  });
}

/** Leaves the seat for good: the model plays on at once. */
export function giveUp() {
  const seat = app.seat;
  return attempt(async () => {
    await post(session(app.id ?? '', 'seat/leave'), { seat: seat.token });
    standUp();
  });
}

/** Back to looking on. */
export function standUp() {
  if (app.seat?.view) {
    sessionStorage.setItem(SAT + app.id, '1');
  }
  sessionStorage.removeItem(KEY + app.id);
  app.seat = null;
  changed();
}

/** Whose seat this is while the heist is on; null for onlookers, and for everybody afterwards. */
export function seated() {
  return app.seat?.view && !ended(app.now) ? app.seat.view.agent : null;
}

/** Whether it is this seat's turn to act. */
export function myTurn() {
  return seated() !== null && app.now.awaited?.agent === seated() && !app.seat.sent;
}

let due = 0;

/** Looks again, once for many events. */
export function lookSoon() {
  if (app.seat) {
    window.clearTimeout(due);
    due = window.setTimeout(look, 60);
  }
}

async function look() {
  const [id, seat] = [app.id, app.seat];
  if (!id || !seat) {
    return;
  }
  try {
    const view = await post(session(id, 'seat'), { seat: seat.token });
    if (app.seat === seat) {
      seat.view = view;
      changed();
    }
  } catch (e) {
    if (app.seat === seat && /** @type {any} */ (e).status === 403) {
      standUp(); // it opens nothing here
    }
  }
}

/** @param {string} text @param {string} note */
export function say(text, note) {
  return act('seat/say', note ? { text, note } : { text });
}

/** @param {string} tool @param {Record<string, unknown>} values */
export function use(tool, values) {
  return act('seat/tool', { tool, arguments: values });
}

/** @param {string} path @param {Record<string, unknown>} body */
function act(path, body) {
  const seat = app.seat;
  seat.sent = true;
  changed();
  return attempt(async () => {
    try {
      await post(session(app.id ?? '', path), { seat: seat.token, ...body });
    } catch (e) {
      seat.sent = false;
      throw e;
    }
  });
}
