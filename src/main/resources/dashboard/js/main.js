/** Starts the page: reads the address, opens the feeds, draws. */
import { render } from '../lib/lit-html.js';
import { app, changed, onChange } from './store.js';
import { apply, begin } from './fold.js';
import { Feed } from './socket.js';
import { get } from './api.js';
import { attempt, loadSessions } from './actions.js';
import { page } from './views/page.js';
import { keepAtEnd, showTarget } from './scroll.js';
import { check } from './seal.js';
import { currentLanguage } from './i18n.js';

const root = /** @type {HTMLElement} */ (document.getElementById('app'));
const announcer = /** @type {HTMLElement} */ (document.getElementById('announcer'));
/** @type {Feed|null} */
let feed = null;
let caughtUp = false;

function draw() {
  const follow = keepAtEnd();
  root.className = app.id ? '' : app.sessions?.length ? 'bare' : 'first';
  root.dataset.pane = app.pane;
  document.documentElement.lang = currentLanguage();
  document.title = app.session.title ? `${app.session.title} · Heist` : 'Heist';
  render(page(), root);
  const dialog = root.querySelector('dialog');
  if (dialog && !dialog.open) {
    dialog.showModal();
  }
  follow();
  showTarget();
}

/** The address names a session, and perhaps an event of it: #ID or #ID/12. */
function readAddress() {
  const [id, event] = decodeURIComponent(location.hash.slice(1)).split('/');
  app.target = event ? Number(event) : null;
  if ((id || null) !== app.id) {
    open(id || null);
  }
  changed();
}

/** @param {string|null} id */
function open(id) {
  feed?.close();
  feed = null;
  caughtUp = false;
  Object.assign(app, { id, session: begin(), live: null, selected: null, pick: undefined, seal: null, dialog: null, pane: 'talk', trouble: null });
  if (!id) {
    return;
  }
  feed = new Feed({ session: id }, () => app.session.last, take, (live) => {
    app.live = live;
    changed();
  });
}

/** @param {any} message */
function take(message) {
  if (message.type === 'error') {
    app.trouble = message.message;
  } else if (message.type === 'caught_up') {
    caughtUp = true;
  } else if (message.type === 'state') {
    app.session.state = message.state;
  } else if (message.event) {
    apply(app.session, message.event);
    announce(message.event);
  }
  changed();
}

/** @param {any} event */
function announce(event) {
  if (event.type === 'message_spoken' && caughtUp) {
    announcer.textContent = `${event.agent}: ${event.text}`;
  }
  if (event.type === 'mole_revealed') {
    check(app.session.commitment, event).then((seal) => {
      app.seal = seal;
      changed();
    });
  }
}

let listDue = 0;
function listSoon() {
  window.clearTimeout(listDue);
  listDue = window.setTimeout(() => loadSessions().catch(() => {}), 150);
}

onChange(draw);
addEventListener('hashchange', readAddress);
addEventListener('keydown', (e) => {
  if (e.key === 'Escape' && (app.selected || app.menu)) {
    Object.assign(app, { selected: null, menu: false });
    changed();
  }
});
addEventListener('click', (e) => {
  if (app.menu && !(e.target instanceof Element && e.target.closest('.menu'))) {
    app.menu = false;
    changed();
  }
});
attempt(async () => {
  app.server = await get('/api/v1/dashboard');
  await loadSessions();
}).then(() => new Feed({ feed: 'sessions' }, () => null, listSoon, (live) => live && listSoon()));
readAddress();
