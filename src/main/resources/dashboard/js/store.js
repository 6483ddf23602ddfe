/** What the page knows and shows. One object; whoever changes it calls `changed()`. */
import { begin } from './fold.js';

export const app = {
  /** @type {any} features and choices, as the server tells them */
  server: null,
  /** @type {any[]|null} null: not known yet */
  sessions: null,
  /** @type {string|null} */
  id: null,
  session: begin(),
  /** @type {boolean|null} null: no feed open */
  live: null,
  /** @type {string|null} */
  trouble: null,
  /** @type {import('./fold.js').ToolUse|null} */
  selected: null,
  /** @type {number|null} the event that the address names */
  target: null,
  /** the column shown on a narrow screen */
  pane: 'talk',
  menu: false,
  starting: false,
  /** @type {{kind: 'stop'}|{kind: 'lock', suspect: string|null}|null} */
  dialog: null,
  /** form of the accusation; undefined: nothing picked */
  /** @type {string|null|undefined} */
  pick: undefined,
  /** @type {'fits'|'broken'|'unknown'|null} */
  seal: null,
};

/** @type {() => void} */
let draw = () => {};
let asked = false;

/** @param {() => void} how */
export function onChange(how) {
  draw = how;
}

/** Draws the page once before the next frame, however often it is called. */
export function changed() {
  if (!asked) {
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      draw();
    });
  }
}

/** @param {string} feature */
export function has(feature) {
  return app.server?.features?.[feature] !== false;
}
