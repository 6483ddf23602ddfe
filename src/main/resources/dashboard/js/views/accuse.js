/** The accusation: pick a suspect, change it, lock it. */
import { html, nothing } from '../../lib/lit-html.js';
import { app, changed, has } from '../store.js';
import { t } from '../i18n.js';
import { glyph, tint } from '../glyphs.js';
import { accuse } from '../actions.js';
import { sat } from '../seat.js';

/** In the side column, at any time before the lock. */
export function accusation() {
  const s = app.now;
  if (!possible() || s.state === 'accusing') {
    return nothing;
  }
  return html`<section><div class="head"><h2>${t('accuse.title')}</h2></div>
    <p>${s.suspect === undefined ? t('accuse.text') : t('accuse.noted', { agent: s.suspect ?? t('nobody') })}</p>${form('side')}</section>`;
}

/** In the conversation, when the session waits for it. */
export function accusationAsked() {
  if (app.cursor !== null || app.now.state !== 'accusing' || app.now.accuse !== 'person' || !possible() || !has('mole_game')) {
    return nothing;
  }
  return html`<section class="ask"><h2>${t('accuse.now')}</h2><p>${t('accuse.now.text')}</p>${form('talk')}</section>`;
}

function possible() {
  const s = app.now;
  return app.server?.may?.accuse !== false && s.moleGame && !s.locked && s.members.length > 0 && s.state !== 'failed' && !sat(app.id) && (app.about?.possible?.includes('accuse') ?? true);
}

/** @param {string} where */
function form(where) {
  const s = app.now;
  const picked = app.pick === undefined ? s.suspect : app.pick;
  return html`<form @submit=${note}>
    <fieldset class="suspects"><legend class="unseen">${t('accuse.title')}</legend>
      ${s.members.map((m, i) => option(where, m.name, picked === m.name, html`<span class=${tint(i)}>${glyph(i)}</span><span>${m.name}</span>`))}
      ${option(where, null, picked === null, html`<span>${t('nobody')}</span>`)}
    </fieldset>
    <div class="controls">
      ${s.state === 'accusing' ? nothing : html`<button class="button" ?disabled=${app.pick === undefined || app.pick === s.suspect}>${t('accuse.name')}</button>`}
      <button type="button" class="button main" ?disabled=${picked === undefined} @click=${() => { app.dialog = { kind: 'lock', suspect: picked ?? null }; changed(); }}>${t('accuse.lock')}</button>
    </div></form>`;
}

/** @param {string} where @param {string|null} name @param {boolean} checked @param {unknown} label */
function option(where, name, checked, label) {
  return html`<label class=${name === null ? 'nobody' : ''}>
    <input type="radio" name="suspect-${where}" .checked=${checked} @change=${() => { app.pick = name; changed(); }}>${label}</label>`;
}

/** @param {SubmitEvent} e */
function note(e) {
  e.preventDefault();
  if (app.pick !== undefined) {
    accuse(app.pick, false);
  }
}
