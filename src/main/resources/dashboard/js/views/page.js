/** The whole page. */
import { html, nothing } from '../../lib/lit-html.js';
import { app, changed, has } from '../store.js';
import { t } from '../i18n.js';
import { icon } from '../glyphs.js';
import { scrolled, toEnd, unseen } from '../scroll.js';
import { topBar } from './top.js';
import { sessionList } from './sessions.js';
import { empty } from './start.js';
import { conversation } from './talk.js';
import { finale } from './finale.js';
import { crewList } from './crew.js';
import { orders } from './orders.js';
import { accusation, accusationAsked } from './accuse.js';
import { plan } from './plan.js';
import { inspector } from './inspector.js';
import { dialog } from './dialog.js';

export function page() {
  return html`
    ${topBar()}
    ${app.sessions?.length || app.id ? html`<nav class="sessions" aria-label=${t('sessions')}>${sessionList()}</nav>` : nothing}
    <main class="talk">${app.id ? talk() : html`<div class="scroll" @scroll=${scrolled}>${app.server ? empty() : nothing}</div>`}</main>
    ${app.id ? html`<aside class="side" aria-label=${t('crew.title')}>${side()}</aside>` : nothing}
    ${panes()} ${dialog()}
    ${app.trouble
      ? html`<div class="toast" role="alert"><span>${app.trouble}</span>
          <button class="button quiet icon" aria-label=${t('close')} @click=${() => { app.trouble = null; changed(); }}>${icon('close')}</button></div>`
      : nothing}`;
}

function talk() {
  const news = unseen();
  return html`
    <div class="scroll" tabindex="0" role="log" aria-live="off" aria-label=${t('talk')} @scroll=${scrolled}>
      <div class="column">${conversation()} ${accusationAsked()} ${finale()}</div>
    </div>
    ${news ? html`<button class="button main new" @click=${toEnd}>${icon('down')} ${t('newest', { n: news })}</button>` : nothing}`;
}

function side() {
  return html`${inspector()} ${crewList()} ${has('mole_game') ? accusation() : nothing} ${has('commands') ? orders() : nothing} ${plan()}`;
}

function panes() {
  const shown = app.id ? ['sessions', 'talk', 'crew'] : ['sessions', 'talk'];
  return html`<nav class="panes" aria-label=${t('menu')}>
    ${shown.map((pane) => html`<button aria-current=${app.pane === pane} @click=${() => { app.pane = pane; changed(); }}>
      ${t(pane === 'talk' && !app.id ? 'new' : pane)}</button>`)}
  </nav>`;
}
