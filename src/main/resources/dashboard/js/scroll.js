/** The conversation follows its newest event only while it is scrolled to the end. */
import { app, changed } from './store.js';

const NEAR = 60;
let seen = 0;
/** @type {string|null} */
let session = null;
/** @type {string|null} */
let shown = null;

/** @returns {HTMLElement|null} */
function box() {
  return document.querySelector('.scroll');
}

/** @param {HTMLElement} el */
function atEnd(el) {
  return el.scrollHeight - el.scrollTop - el.clientHeight < NEAR;
}

/** Call before drawing; call what it gives back after drawing. */
export function keepAtEnd() {
  const before = box();
  const follow = session !== app.id || !before || atEnd(before);
  return () => {
    const el = box();
    if (session !== app.id) {
      session = app.id;
      seen = 0;
    }
    if (el && follow && app.target === null) {
      el.scrollTop = el.scrollHeight;
    }
    if (el && atEnd(el)) {
      seen = app.session.items.length;
    }
  };
}

/** How many items have come since the end was last in sight. */
export function unseen() {
  const el = box();
  return session !== app.id || !el || atEnd(el) ? 0 : Math.max(0, app.session.items.length - seen);
}

export function toEnd() {
  const el = box();
  app.target = null;
  el?.scrollTo({ top: el.scrollHeight, behavior: 'smooth' });
}

/** A person scrolled. */
export function scrolled() {
  const el = box();
  if (el && atEnd(el)) {
    seen = app.session.items.length;
  }
  changed();
}

/** Brings the event that the address names into view, once. */
export function showTarget() {
  const key = app.target === null ? null : `${app.id}/${app.target}`;
  if (key === null) {
    shown = null;
    return;
  }
  const el = document.getElementById(`e${app.target}`);
  if (el && shown !== key) {
    shown = key;
    el.scrollIntoView({ block: 'center' });
  }
}
