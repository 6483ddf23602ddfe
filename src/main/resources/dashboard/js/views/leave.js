/** A tool call waits for a person's leave: who, what, with which words, how long; allow, deny, or change it. */
import { html, nothing } from '../../lib/lit-html.js';
import { app, changed } from '../store.js';
import { t } from '../i18n.js';
import { place } from '../fold.js';
import { glyph, tint } from '../glyphs.js';
import { decide } from '../actions.js';
import { seated } from '../seat.js';
import { clock, left } from '../waits.js';

/** Above whatever reading is shown, as long as the call waits. */
export function leave() {
  const asked = app.now.approval;
  if (!asked || app.cursor !== null) {
    return nothing;
  }
  const at = place(app.now, asked.agent);
  const may = app.server?.may?.steer !== false && seated() === null;
  const draft = app.draft?.approval === asked.approval ? app.draft : null;
  return html`<section class="leave" aria-label=${t('leave.title')}>
    <div class="head"><h2><span class=${tint(at)}>${glyph(at)}</span> ${t('leave.asks', { agent: asked.agent })} <code>${asked.tool}</code></h2>${limit()}</div>
    ${draft
      ? html`<form @submit=${change}><label class="field"><span>${t('leave.arguments')}</span>
            <textarea class="code" name="text" rows="5" spellcheck="false" .value=${draft.text} @input=${(/** @type {any} */ e) => { draft.text = e.target.value; draft.wrong = ''; }}></textarea></label>
          ${draft.wrong ? html`<p class="trouble" role="alert">${draft.wrong}</p>` : nothing}
          <div class="controls"><button class="button main">${t('leave.changed')}</button><button type="button" class="button" @click=${() => { app.draft = null; changed(); }}>${t('cancel')}</button></div></form>`
      : html`<dl class="words">${Object.entries(asked.arguments ?? {}).map(([name, value]) => html`<dt>${name}</dt><dd>${typeof value === 'string' ? value : JSON.stringify(value)}</dd>`)}</dl>
          ${may
            ? html`<div class="controls"><button class="button main" @click=${() => decide(asked.approval, 'allow')}>${t('leave.allow')}</button>
                <button class="button grave" @click=${() => decide(asked.approval, 'deny')}>${t('leave.deny')}</button>
                <button class="button" @click=${() => { app.draft = { approval: asked.approval, text: JSON.stringify(asked.arguments, null, 2), wrong: '' }; changed(); }}>${t('leave.edit')}</button></div>`
            : html`<p class="hint">${t('leave.not_you')}</p>`}`}
  </section>`;
}

/** How long the wait still lasts. The figure is no live region: it would be read out every second. */
export function limit() {
  const seconds = left();
  return seconds === null ? nothing : html`<span class="limit ${seconds <= 10 ? 'short' : ''}" role="timer" aria-live="off">${t('wait.left', { time: clock(seconds) })}</span>`;
}

/** @param {SubmitEvent} e */
function change(e) {
  e.preventDefault();
  const draft = app.draft;
  let value;
  try {
    value = JSON.parse(draft.text);
  } catch (error) {
    draft.wrong = t('leave.no_json', { why: error instanceof Error ? error.message : '' });
  }
  if (value !== undefined && (value === null || typeof value !== 'object' || Array.isArray(value))) {
    draft.wrong = t('leave.no_object');
    value = undefined;
  }
  changed();
  if (value) {
    decide(draft.approval, 'edit', value);
  }
}
