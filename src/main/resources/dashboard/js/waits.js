/** Waits of the session for a person: how long is left of them, told once a second while one is on. */
import { app, changed } from './store.js';

/** @typedef {{key: string, seconds: number}} Wait */

/** @type {Map<string, number>} when a wait is over, by its key, in ms of this browser's clock */
const ends = new Map();
let ticking = 0;

/** The wait that is on, if one is. @returns {Wait|null} */
export function waiting() {
  const { approval, awaited } = app.now;
  return approval ? { key: `approval ${approval.approval}`, seconds: approval.seconds } : awaited ? { key: `seat ${awaited.turn} ${awaited.seq}`, seconds: awaited.seconds } : null;
}

/** An event just came live: if it began a wait, that wait lasts from now. */
export function begun() {
  const wait = waiting();
  if (wait && !ends.has(wait.key)) {
    ends.set(wait.key, Date.now() + 1000 * wait.seconds);
  }
  tick();
}

/** What the server says is left, for whoever came in the middle of a wait. @param {any} about */
export function told(about) {
  const wait = waiting();
  const left = (about?.approval ?? about?.awaited)?.seconds_left;
  if (wait && !ends.has(wait.key) && typeof left === 'number') {
    ends.set(wait.key, Date.now() + 1000 * left);
  }
  tick();
}

/** Forgets all waits: another session is in sight. */
export function forget() {
  ends.clear();
}

/** Seconds left of the wait; null while nobody knows. */
export function left() {
  const wait = waiting();
  const end = wait ? ends.get(wait.key) : undefined;
  return end === undefined ? null : Math.max(0, Math.ceil((end - Date.now()) / 1000));
}

function tick() {
  if (waiting() && !ticking) {
    ticking = window.setInterval(() => {
      if (!waiting()) {
        window.clearInterval(ticking);
        ticking = 0;
      }
      changed();
    }, 1000);
  }
}

/** Minutes and seconds. @param {number} seconds */
export function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
