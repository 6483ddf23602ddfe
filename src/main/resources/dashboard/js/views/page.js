/** The whole page. */
import { html, nothing } from '../../lib/lit-html.js';
import { app, changed, has } from '../store.js';
import { t } from '../i18n.js';
import { icon } from '../glyphs.js';
import { current, reveal, story } from '../lists.js';
import { closeFind, openFind } from '../find.js';
import { seek } from '../record.js';
import { topBar } from './top.js';
import { sessionList } from './sessions.js';
import { empty } from './start.js';
import { conversation } from './story.js';
import { traceView } from './trace.js';
import { siteView, sitePane } from './site.js';
import { figuresView } from './figures.js';
import { findBar } from './find.js';
import { scrubber } from './scrubber.js';
import { finale } from './finale.js';
import { crewList } from './crew.js';
import { orders } from './orders.js';
import { accusation, accusationAsked } from './accuse.js';
import { limits } from './limits.js';
import { plan } from './plan.js';
import { hint } from './hint.js';
import { inspector } from './inspector.js';
import { dialog } from './dialog.js';
import { officePage } from './office.js';
import { signIn } from './login.js';
import { classPane } from './class.js';
import { leave } from './leave.js';
import { composer, seatPane } from './seat.js';
import { seated } from '../seat.js';

export function page() {
  if (app.signedOut) {
    return html`${topBar()}<main class="talk" id="main">${signIn()}</main>`;
  }
  const bare = !app.sessions?.length && !app.id && !app.page;
  return html`<a class="skip" href="#main" @click=${skip}>${t('skip')}</a>
    ${topBar()}
    ${bare ? nothing : html`<nav class="sessions" role=${alone('sessions', 1099)} aria-label=${t('sessions')}>${sessionList()}</nav>`}
    <main class="talk" id="main" tabindex="-1">${app.id ? session() : app.page ? officePage() : first()}</main>
    ${app.id ? html`<div class="side" role=${alone('crew', 759, 'complementary')} aria-label=${t('side')}>${side()}</div>` : nothing}
    ${bare ? nothing : panes()} ${dialog()}
    ${app.notice && !app.trouble ? html`<div class="toast told" role="status">${app.notice}</div>` : nothing}
    ${app.trouble
      ? html`<div class="toast" role="alert"><span>${app.trouble}</span>
          <button class="button quiet icon" aria-label=${t('close')} title=${t('close')} @click=${() => { app.trouble = null; changed(); }}>${icon('close')}</button></div>`
      : nothing}`;
}

/** On a narrow screen one column is the page, and then it is the main part of it. @param {string} pane @param {number} width @param {string | typeof nothing} [otherwise] its part beside others */
function alone(pane, width, otherwise = nothing) {
  return app.pane === pane && matchMedia(`(max-width: ${width}px)`).matches ? 'main' : otherwise;
}

function first() {
  return html`<div class="scroll">${app.server ? empty() : nothing}</div>`;
}

/** @param {Event} e */
function skip(e) {
  e.preventDefault();
  document.getElementById('main')?.focus();
}

function session() {
  return html`${tabs()} ${findBar()} ${leave()} ${reading()} ${composer()} ${scrubber()}`;
}

function tabs() {
  const views = shownViews();
  return html`<div class="tabs"><div role="tablist" aria-label=${t('readings')}>
      ${views.map((v) => html`<button role="tab" id="tab-${v}" aria-selected=${app.view === v} aria-controls="reading" tabindex=${app.view === v ? 0 : -1} @keydown=${walk}
        @click=${() => choose(v)}>${t(`view.${v}`)}</button>`)}</div>
    <button class="button quiet" aria-label=${t('find')} aria-pressed=${app.find.open} @click=${() => (app.find.open ? closeFind() : openFind())}>${icon('find')}<span class="wide-only">${t('find')}</span></button>
    <button class="button quiet icon wide-only" aria-label=${t('help')} title=${t('help')} @click=${() => { app.dialog = { kind: 'help' }; changed(); }}>${icon('keys')}</button></div>`;
}

/** Whoever plays an agent sees what it sees, and no more, until the heist is over. */
function shownViews() {
  const site = has('floor_plan') && app.site ? ['site'] : [];
  return seated() === null ? ['story', 'trace', ...site, 'figures'] : ['story', ...site];
}

/** @param {string} view */
function choose(view) {
  app.view = view;
  if (app.selected !== null) {
    reveal(app.selected);
  }
  changed();
}

/** @param {KeyboardEvent} e */
function walk(e) {
  const way = e.key === 'ArrowRight' ? 1 : e.key === 'ArrowLeft' ? -1 : 0;
  const here = /** @type {HTMLElement} */ (e.target);
  const next = way > 0 ? here.nextElementSibling : here.previousElementSibling;
  if (way && next instanceof HTMLElement) {
    e.preventDefault();
    e.stopPropagation();
    next.focus();
    next.click();
  }
}

function reading() {
  switch (shownViews().includes(app.view) || (app.view === 'site' && seated() === null) ? app.view : 'story') {
    case 'trace': return html`<div class="reading" id="reading" role="tabpanel" aria-labelledby="tab-trace">${traceView()}${news()}</div>`;
    case 'site': return html`<div class="reading" id="reading" role="tabpanel" aria-labelledby="tab-site">${siteView()}</div>`;
    case 'figures': return html`<div class="reading" id="reading" role="tabpanel" aria-labelledby="tab-figures">${figuresView()}</div>`;
    default: return html`<div class="reading" id="reading" role="tabpanel" aria-labelledby="tab-story">
      <div class="scroll told" tabindex="0" role="log" aria-live="off" aria-label=${t('talk')} @scroll=${scrolled}>
        <div class="column">${conversation()} ${seated() === null ? accusationAsked() : nothing} ${finale()}</div></div>${news()}</div>`;
  }
}

function scrolled() {
  story.scrolled();
  changed();
}

function news() {
  const list = current();
  const late = app.cursor === null ? list.unseen() : app.log.length - app.cursor;
  if (!late || app.playing) {
    return nothing;
  }
  return html`<button class="button main new" @click=${() => { list.toEnd(); seek(app.log.length); }}>${icon('down')} ${t(app.cursor === null ? 'newest' : 'later', { n: late })}</button>`;
}

function side() {
  const site = has('floor_plan') && app.view !== 'site' ? sitePane() : nothing;
  if (seated() !== null) {
    return html`${inspector()} ${seatPane()} ${crewList()} ${site} ${plan()}`;
  }
  return html`${inspector()} ${crewList()} ${has('commands') ? orders() : nothing} ${has('mole_game') ? html`${classPane()} ${accusation()}` : nothing} ${site} ${limits()} ${plan()} ${has('detection') ? hint() : nothing} ${seatPane()}`;
}

function panes() {
  const shown = app.id ? ['sessions', 'talk', 'crew'] : ['sessions', 'talk'];
  return html`<nav class="panes" aria-label=${t('menu')}>
    ${shown.map((pane) => html`<button aria-current=${app.pane === pane} @click=${() => { app.pane = pane; changed(); }}>
      ${t(pane === 'talk' && !app.id ? (app.page ? `page.${app.page}` : 'new') : pane)}</button>`)}
  </nav>`;
}
