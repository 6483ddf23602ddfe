/** What the page knows and shows. One object; whoever changes it calls `changed()`. */
import { begin } from './fold.js';

export const app = {
  /** @type {any} features and choices, as the server tells them */
  server: null,
  /** people sign in here, and nobody is */
  signedOut: false,
  /** @type {any} the class that looks at this session */
  room: null,
  /** @type {any[]|null} null: not known yet */
  sessions: null,
  /** how many sessions there are in all */
  total: 0,
  filter: { text: '', state: '', scenario: '' },
  /** @type {string|null} the page beside sessions that is shown, such as `health` */
  page: null,
  /** @type {string[]} what follows the page's name in the address */
  args: [],
  /** @type {string|null} */
  id: null,
  /** @type {any} facts of the session that are no events: scopes of the crew, what is possible */
  about: null,
  /** @type {any[]} what the mole did, once that is told */
  deeds: [],
  /** @type {any} the floor plan as this viewer may see it */
  site: null,
  /** @type {any} the same as it could be known while they talked */
  siteKnown: null,
  /** @type {import('./fold.js').SessionEvent[]} every event so far, in order */
  log: [],
  /** the session as it is now */
  now: begin(),
  /** the session as it is shown: the same object while live, else folded up to the cursor */
  session: begin(),
  /** @type {number|null} how many events are shown; null: all, and those to come */
  cursor: null,
  playing: false,
  speed: 1,
  /** which reading: story, trace, site or figures */
  view: 'story',
  /** @type {boolean|null} null: no feed open */
  live: null,
  /** @type {string|null} */
  trouble: null,
  /** @type {string|null} what was done, told for a moment */
  notice: null,
  /** @type {number|null} number of the event in the inspector */
  selected: null,
  /** @type {number|null} the event that the address names */
  target: null,
  /** @type {string|null} only this agent's turns stand out */
  spotlight: null,
  find: { open: false, text: '', at: 0 },
  /** the column shown on a narrow screen */
  pane: 'talk',
  menu: false,
  starting: false,
  /** @type {any} what is asked before something that cannot be undone, or shown over the page */
  dialog: null,
  /** form of the accusation; undefined: nothing picked */
  /** @type {string|null|undefined} */
  pick: undefined,
  /** @type {'fits'|'broken'|'unknown'|null} */
  seal: null,
  /** @type {any} the seat that this tab holds in the session: its token, and the agent's view */
  seat: null,
  /** @type {any} other arguments for a tool call that waits for leave, as they are being written */
  draft: null,
  /** @type {any} what the detector said, once asked for */
  hint: null,
  /** @type {number|null} the step of the job shown on the plan; null: the last one */
  step: null,
  /** @type {Record<string, any>} what the pages beside sessions have loaded, by page */
  office: {},
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
