/** The events of the session: taken in as they come, shown up to the cursor. */
import { app, changed } from './store.js';
import { apply, begin } from './fold.js';

/** Forgets everything. */
export function clear() {
  const state = begin();
  Object.assign(app, { log: [], now: state, session: state, cursor: null, playing: false });
}

/** @param {import('./fold.js').SessionEvent} event */
export function take(event) {
  if (event.sub || event.seq <= app.now.last) {
    return false;
  }
  app.log.push(event);
  apply(app.now, event);
  return true;
}

/** Shows the first `count` events; all of them: goes on live. @param {number} count */
export function seek(count) {
  const to = Math.max(1, Math.min(count, app.log.length));
  if (to >= app.log.length) {
    app.cursor = null;
    app.session = app.now;
  } else {
    // Forwards the shown state goes on; backwards it begins anew.
    const from = app.cursor !== null && app.cursor <= to ? app.cursor : 0;
    const state = from ? app.session : begin();
    for (let i = from; i < to; i++) {
      apply(state, app.log[i]);
    }
    app.cursor = to;
    app.session = state;
  }
  app.step = null;
  changed();
}

/** How many events are shown. */
export function shown() {
  return app.cursor ?? app.log.length;
}

/** Where the event with this number, or the first after it, stands in the log. @param {number} seq */
export function indexOf(seq) {
  let low = 0;
  let high = app.log.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (app.log[middle].seq < seq) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** @param {number} seq */
export function eventOf(seq) {
  const event = app.log[indexOf(seq)];
  return event?.seq === seq ? event : undefined;
}

/** The count to show so that one more (or one fewer) event that people see has happened. @param {1|-1} way */
export function nextEvent(way) {
  const quiet = new Set(['turn_started', 'turn_ended', 'tool_requested']);
  let to = shown() + way;
  while (to > 1 && to < app.log.length && quiet.has(app.log[to - 1].type)) {
    to += way;
  }
  return to;
}

/** The count at which the next (or the current, then the previous) event of these types has happened. @param {1|-1} way @param {(e: any) => boolean} wanted */
export function nextWhere(way, wanted) {
  for (let i = shown() - 1 + way; i >= 0 && i < app.log.length; i += way) {
    if (wanted(app.log[i])) {
      return i + 1;
    }
  }
  return way > 0 ? app.log.length : 1;
}
