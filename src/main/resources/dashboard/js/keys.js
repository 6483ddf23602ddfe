/** Keys for those who like them; none while somebody types. */
import { app, changed } from './store.js';
import { ended } from './fold.js';
import { nextEvent, nextWhere, shown } from './record.js';
import { go, stop, toggle } from './play.js';
import { closeFind, openFind, turn } from './find.js';

/** What each key does, by its name in the help. @type {Record<string, (e: KeyboardEvent) => void>} */
const KEYS = {
  ' ': () => (app.cursor === null && !ended(app.now) ? null : toggle()),
  ArrowRight: (e) => go(e.shiftKey ? nextWhere(1, isRound) : nextEvent(1)),
  ArrowLeft: (e) => go(e.shiftKey ? nextWhere(-1, isRound) : nextEvent(-1)),
  j: () => walkAgent(1),
  k: () => walkAgent(-1),
  '/': () => openFind(),
  g: () => ask('turn'),
  '?': () => ask('help'),
};

/** @param {any} e */
function isRound(e) {
  return e.type === 'round_started' || e.type === 'deliberation_ended' || e.type === 'outcome_reached';
}

/** To the next (or last) message of the agent in the spotlight, else of anybody. @param {1|-1} way */
function walkAgent(way) {
  const here = app.log[shown() - 1];
  const agent = app.spotlight ?? agentNow();
  if (here && agent) {
    go(nextWhere(way, (e) => e.type === 'message_spoken' && e.agent === agent));
  }
}

/** Whoever spoke last, seen from the cursor. */
function agentNow() {
  for (let i = shown() - 1; i >= 0; i--) {
    if (app.log[i].type === 'message_spoken') {
      return app.log[i].agent;
    }
  }
  return null;
}

/** @param {string} kind */
function ask(kind) {
  app.dialog = { kind };
  changed();
}

/** @param {EventTarget|null} target */
function types(target) {
  return target instanceof HTMLElement && target.closest('input:not([type="range"]), textarea, select, [contenteditable]') !== null;
}

/** @param {EventTarget|null} target */
function presses(target) {
  return target instanceof HTMLElement && target.closest('button, a, summary, input, [role="tab"]') !== null;
}

export function listen() {
  addEventListener('keydown', (e) => {
    if (e.key === 'Escape') {
      escape();
      return;
    }
    if (types(e.target)) {
      if (e.key === 'Enter' && e.target instanceof HTMLElement && e.target.closest('.find')) {
        turn(e.shiftKey ? -1 : 1);
        e.preventDefault();
      }
      return;
    }
    if (e.ctrlKey || e.metaKey || e.altKey || app.dialog || (e.key === ' ' && presses(e.target))) {
      return;
    }
    const known = KEYS[e.key.length === 1 ? e.key.toLowerCase() : e.key];
    if (known && (e.key === '?' || (app.id && app.log.length))) {
      e.preventDefault();
      known(e);
    }
  });
}

function escape() {
  if (app.find.open) {
    closeFind();
  } else if (app.playing) {
    stop();
  } else if (app.selected !== null || app.menu || app.spotlight) {
    Object.assign(app, { selected: null, menu: false, spotlight: null });
    changed();
  }
}
