/** While people watch, the plan is carried out on the floor plan step by step. */
import { app, changed } from './store.js';

const STEP_MS = 1100;
let timer = 0;

/** From the first step to the last; whoever steps by hand takes over. */
export function walk() {
  window.clearTimeout(timer);
  if (matchMedia('(prefers-reduced-motion: reduce)').matches || app.now.steps.length < 2 || app.cursor !== null) {
    return;
  }
  app.step = 0;
  on(app.id, 0);
}

/** @param {string|null} id @param {number} at */
function on(id, at) {
  timer = window.setTimeout(() => {
    if (app.id !== id || app.step !== at) {
      return;
    }
    app.step = at + 1 < app.now.steps.length - 1 ? at + 1 : null; // null: the last
    changed();
    if (app.step !== null) {
      on(id, at + 1);
    }
  }, STEP_MS);
}
