/**
 * Events of one session folded into what the page shows. Pure but for the state that is passed in
 * and changed in place: events come one by one, and a session has thousands.
 *
 * @typedef {{type: string, seq: number, sub?: number, [field: string]: any}} SessionEvent
 * @typedef {{call: string, tool: string, input: any, seq: number, turn: number, agent: string, done: boolean, success: boolean, denied: boolean, output: string, answered: number, leave: {state: string, by: string}|null}} ToolUse
 * @typedef {{kind: 'round', key: string, round: number, order: string[]}} RoundItem
 * @typedef {{kind: 'turn', key: string, seq: number, turn: number, agent: string, purpose: string, text: string|null, said: number, at: string|null, tools: ToolUse[], over: boolean, outcome: string, cause: string|null, withdrawn: boolean, version: number}} TurnItem
 * @typedef {{kind: 'fact', key: string, seq: number, name: string, values: Record<string, unknown>, quote?: string}} FactItem
 * @typedef {RoundItem|TurnItem|FactItem} Item
 */
import { HANDLERS } from './handlers.js';

/** The state before the first event. */
export function begin() {
  return {
    last: 0, count: 0, at: /** @type {string|null} */ (null),
    title: '', scenario: /** @type {string|null} */ (null), language: 'en', moleGame: false, unblinded: false, rerunnable: false, accuse: 'person',
    commitment: /** @type {string|null} */ (null),
    /** @type {{name: string, role: string, tools: string[], gone: boolean}[]} */
    members: [],
    state: 'created', cause: /** @type {string|null} */ (null),
    round: 0, rounds: 0, turn: 0, speaker: /** @type {string|null} */ (null),
    /** @type {Item[]} */
    items: [],
    /** @type {Map<number, any>} */
    commands: new Map(),
    /** @type {any} */
    plan: null,
    withdrawnFields: /** @type {Set<string>} */ (new Set()),
    /** @type {any} the lines of the plan that went with the accused, and the plan they stood in */
    struck: null,
    /** the crew has no more turns to talk in */
    talkOver: false,
    /** @type {{from: string, turns: number}|null} */
    forked: null,
    /** @type {any} the tool call that waits for leave */
    approval: null,
    /** @type {any} whose person is waited for */
    awaited: null,
    /** why the last turn failed, if it did */
    failing: /** @type {string|null} */ (null),
    /** turn after which the session rests */
    pausedAfter: 0,
    /** @type {string|null|undefined} undefined: nobody has been asked yet */
    suspect: undefined,
    locked: false, verdict: /** @type {string|null} */ (null),
    /** @type {any[]} */
    steps: [],
    /** @type {any} */
    outcome: null,
    /** @type {any} */
    reveal: null,
  };
}

/** @typedef {ReturnType<typeof begin>} Session */

/** Turns of the deliberation in all, as far as the crew's size tells. @param {Session} s */
export function turns(s) {
  return Math.max(s.turn, s.rounds * s.members.length);
}

/** @param {Session} s @param {string} name */
export function place(s, name) {
  return s.members.findIndex((m) => m.name === name);
}

/** Whether nothing more happens by itself. @param {Session} s */
export function ended(s) {
  return s.state === 'completed' || s.state === 'stopped' || s.state === 'failed';
}

/**
 * Takes one event in. An event that was taken in before changes nothing.
 * @param {Session} s
 * @param {SessionEvent} e
 */
export function apply(s, e) {
  if (e.sub || e.seq <= s.last) {
    return; // engine facts told after the reveal are not the conversation's
  }
  s.last = e.seq;
  s.count++;
  HANDLERS[e.type]?.(s, e);
}
