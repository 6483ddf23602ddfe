/** Starts the page: reads the address, opens the feeds, draws. */
import { render } from '../lib/lit-html.js';
import { app, changed, onChange } from './store.js';
import { clear, indexOf, seek, take } from './record.js';
import { Feed } from './socket.js';
import { get } from './api.js';
import { attempt, loadAbout, loadDeeds, loadRoom, loadSessions, toClass } from './actions.js';
import { parse } from './router.js';
import { page } from './views/page.js';
import { current, reveal, story, trace } from './lists.js';
import { afterDraw } from './after.js';
import { check } from './seal.js';
import { currentLanguage, t } from './i18n.js';
import { listen } from './keys.js';
import { opened } from './office.js';
import { stop } from './play.js';
import { lookSoon, seated, sitDown } from './seat.js';
import { begun, forget, waiting } from './waits.js';
import { walk } from './walk.js';

const root = /** @type {HTMLElement} */ (document.getElementById('app'));
const announcer = /** @type {HTMLElement} */ (document.getElementById('announcer'));
/** @type {Feed|null} */
let feed = null;
let caughtUp = false;
/** The address last read; the browser's may be ahead of it. */
let address = '';

function draw() {
  root.className = [app.id || app.page ? '' : app.sessions?.length ? '' : 'first', app.id ? '' : 'bare'].filter(Boolean).join(' ');
  root.dataset.pane = app.pane;
  document.documentElement.lang = currentLanguage();
  document.title = app.id && app.now.title ? `${app.now.title} · Heist` : app.page ? `${t(`page.${app.page}`)} · Heist` : 'Heist';
  render(page(), root);
  if (app.id && current().drawn()) {
    changed();
  }
  afterDraw(root);
  root.dataset.at = address; // what is drawn now, for whoever waits for it
}

function readAddress() {
  address = location.hash;
  const there = parse(address);
  if (there.page !== app.page || (there.page && there.args.join() !== app.args.join())) {
    opened(there.page);
  }
  const moved = there.page !== app.page || there.id !== app.id;
  Object.assign(app, { page: there.page, args: there.args, target: there.event });
  if (there.view) {
    app.view = there.view;
  }
  if (there.id !== app.id) {
    open(there.id);
  } else if (there.event !== null) {
    show(there.event);
  }
  if (moved) {
    app.pane = 'talk';
  }
  changed();
}

/** Brings an event into sight; if the replay has not come to it yet, it goes there. @param {number} seq */
function show(seq) {
  const at = indexOf(seq);
  if (at >= app.log.length) {
    return; // not here yet
  }
  if (app.cursor !== null && app.cursor <= at) {
    seek(at + 1);
  }
  app.selected = seq;
  reveal(seq);
}

/** @param {string|null} id */
function open(id) {
  feed?.close();
  feed = null;
  caughtUp = false;
  stop();
  clear();
  story.reset();
  trace.reset();
  Object.assign(app, {
    id, live: null, selected: null, pick: undefined, seal: null, dialog: null, hint: null, about: null, site: null, siteKnown: null, room: null, spotlight: null, trouble: null,
    find: { open: false, text: '', at: 0 }, step: null, seat: null, draft: null, deeds: [],
  });
  forget();
  if (!id) {
    return;
  }
  sitDown(id);
  loadAbout(id);
  feed = new Feed({ session: id, batch: '1' }, () => app.now.last, receive, (live) => {
    app.live = live;
    changed();
  });
}

/** Events after which a seat's view may be another. */
const SEEN = new Set(['seat_awaited', 'seat_left', 'seat_given_up', 'tool_returned', 'turn_ended', 'round_started', 'approval_given', 'command_delivered', 'session_ended']);

/** @param {any} message */
function receive(message) {
  if (message.type === 'error') {
    app.trouble = message.message;
  } else if (message.type === 'caught_up') {
    if (!caughtUp && app.target !== null) {
      show(app.target);
    }
    caughtUp = true;
    if (waiting() && app.id) {
      loadAbout(app.id); // how much is left of the wait
    }
  } else if (message.type === 'state') {
    app.now.state = message.state;
  } else if (message.type === 'events') {
    for (const event of message.events) {
      if (take(event)) {
        announce(event);
      }
    }
  }
  changed();
}

/** @param {any} event */
function announce(event) {
  if (caughtUp && ['approval_asked', 'seat_awaited'].includes(event.type)) {
    begun();
    announcer.textContent = event.type === 'approval_asked' ? t('leave.announce', event) : event.agent === seated() ? t('seat.announce') : '';
  }
  if (app.seat && SEEN.has(event.type)) {
    app.seat.sent = app.seat.sent && event.type !== 'seat_awaited';
    lookSoon();
  }
  if (event.type === 'message_spoken' && caughtUp) {
    announcer.textContent = `${event.agent}: ${event.text}`;
  }
  if (app.server?.asks_login && caughtUp && ['accusation_locked', 'mole_revealed'].includes(event.type)) {
    loadRoom();
  }
  if (['outcome_reached', 'mole_revealed', 'session_ended'].includes(event.type) && caughtUp && app.id) {
    loadAbout(app.id);
  }
  if (event.type === 'seat_given_up' && caughtUp && app.id) {
    loadAbout(app.id);
  }
  if (event.type === 'outcome_reached' && caughtUp) {
    walk();
  }
  if (event.type === 'mole_revealed') {
    loadDeeds();
    check(app.now.commitment, event).then((seal) => {
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

/** Choices that the server did not know yet when the page opened. */
function completeLater() {
  if (app.server?.complete === false) {
    window.setTimeout(() => get('/api/v1/dashboard').then((told) => {
      app.server = told;
      changed();
    }).catch(() => {}).finally(completeLater), 1000);
  }
}

onChange(draw);
listen();
addEventListener('hashchange', readAddress);
addEventListener('resize', changed);
addEventListener('click', (e) => {
  if (app.menu && !(e.target instanceof Element && e.target.closest('.menu'))) {
    app.menu = false;
    changed();
  }
});
attempt(async () => {
  app.server = await get('/api/v1/dashboard');
  completeLater();
  await loadSessions();
  if (app.server.login?.role === 'player' && !location.hash) {
    await toClass();
  }
  readAddress();
  new Feed({ feed: 'sessions' }, () => null, listSoon, (live) => live && listSoon());
}).then(() => {
  if (app.signedOut) {
    app.trouble = null;
  } else if (!app.server) {
    readAddress();
  }
  changed();
});
changed();
