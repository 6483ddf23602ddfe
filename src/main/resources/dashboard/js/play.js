/** Replay: plays the log on from the cursor, as fast as wished. */
import { app, changed } from './store.js';
import { nextEvent, seek, shown } from './record.js';

export const SPEEDS = [0.5, 1, 2, 5];
const BASE_MS = 900;
const QUIET_MS = 260;
const LETTER_MS = 9;
let timer = 0;

export function toggle() {
  app.playing ? stop() : start();
}

export function start() {
  if (app.cursor === null) {
    seek(1); // from the beginning, once the end is in sight
  }
  app.playing = app.cursor !== null;
  changed();
  plan();
}

export function stop() {
  window.clearTimeout(timer);
  app.playing = false;
  changed();
}

/** @param {number} speed */
export function setSpeed(speed) {
  app.speed = speed;
  changed();
  if (app.playing) {
    window.clearTimeout(timer);
    plan();
  }
}

/** A person went somewhere: playing ends there. @param {number} count */
export function go(count) {
  if (app.playing) {
    stop();
  }
  seek(count);
}

function plan() {
  if (!app.playing) {
    return;
  }
  const event = app.log[shown() - 1];
  const words = event?.type === 'message_spoken' ? BASE_MS + LETTER_MS * event.text.length : event?.type === 'step_executed' ? BASE_MS * 1.6 : QUIET_MS;
  timer = window.setTimeout(() => {
    seek(nextEvent(1));
    if (app.cursor === null) {
      stop();
    } else {
      plan();
    }
  }, words / app.speed);
}
