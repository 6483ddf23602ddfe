/** Questions before what cannot be undone, and small things shown over the page. */
import { html, nothing } from '../../lib/lit-html.js';
import { app, changed } from '../store.js';
import { t } from '../i18n.js';
import { accuse, fork, revoke, steer } from '../actions.js';
import { nextWhere } from '../record.js';
import { go } from '../play.js';

export function dialog() {
  const d = app.dialog;
  switch (d?.kind) {
    case 'lock': return ask(t('lock.title', { agent: d.suspect ?? t('nobody') }), t('lock.text'), t('accuse.lock'), () => accuse(d.suspect, true));
    case 'stop': return ask(t('stop.title'), t('stop.text'), t('stop'), () => steer('stop'));
    case 'revoke': return ask(t('revoke.title', { agent: d.agent }), t('revoke.text'), t('revoke'), () => revoke(d.agent));
    case 'ask': return ask(d.title, d.text, d.yes, d.work);
    case 'told': return frame(d.title, html`<p>${d.text}</p><div class="controls"><button class="button main" @click=${close}>${t('close')}</button></div>`);
    case 'turn': return frame(t('turn.go'), html`<form class="inline" @submit=${goTo}><label class="field"><span>${t('inspector.turn')}</span>
      <input type="number" name="turn" min="1" max=${app.now.turn} value=${app.session.turn} autofocus @focus=${(/** @type {any} */ e) => e.target.select()}></label><button type="button" class="button" @click=${close}>${t('cancel')}</button><button class="button main">${t('go')}</button></form>`);
    case 'fork': return frame(t('fork.title'), forkForm(d.turn));
    case 'help': return frame(t('help'), html`<dl class="keys">${['space', 'arrows', 'shift', 'jk', 'slash', 'g', 'help', 'esc'].map((k) => html`<dt>${t(`key.${k}`).split('|')[0].split(' ').map((x) => html`<kbd>${x}</kbd> `)}</dt><dd>${t(`key.${k}`).split('|')[1]}</dd>`)}</dl>
      <div class="controls"><button class="button main" @click=${close}>${t('close')}</button></div>`);
    default: return nothing;
  }
}

/** @param {string} title @param {unknown} body */
function frame(title, body) {
  return html`<dialog aria-labelledby="dialog-title" @close=${close}><h2 id="dialog-title">${title}</h2>${body}</dialog>`;
}

/** @param {string} title @param {string} text @param {string} yes @param {() => unknown} work */
function ask(title, text, yes, work) {
  return frame(title, html`<p>${text}</p><div class="controls"><button class="button" @click=${close}>${t('cancel')}</button>
    <button class="button main" @click=${() => { close(); work(); }}>${yes}</button></div>`);
}

/** @param {number} turn */
function forkForm(turn) {
  const moles = app.now.moleGame ? [['', t('fork.mole.same')], ['random', t('mole.random')], ['nobody', t('mole.nobody')], ...app.now.members.map((m) => [m.name, m.name])] : [];
  return html`<form class="stacked" @submit=${forked}><p>${t('fork.text')}</p>
    <label class="field"><span>${t('fork.turn', { n: app.now.turn })}</span><input type="number" name="turn" min="0" max=${app.now.turn} required value=${turn} autofocus></label>
    ${moles.length ? html`<label class="field"><span>${t('choice.mole')}</span><select name="mole">${moles.map(([v, words]) => html`<option value=${v}>${words}</option>`)}</select></label>` : nothing}
    <label class="check"><input type="checkbox" name="paused" checked> ${t('fork.paused')}</label>
    <div class="controls"><button type="button" class="button" @click=${close}>${t('cancel')}</button><button class="button main">${t('fork.do')}</button></div></form>`;
}

/** @param {SubmitEvent} e */
function forked(e) {
  e.preventDefault();
  const form = new FormData(/** @type {HTMLFormElement} */ (e.target));
  const mole = String(form.get('mole') ?? '');
  close();
  fork({ turn: Number(form.get('turn')), paused: form.has('paused'), ...(mole ? { mole } : {}) });
}

/** @param {SubmitEvent} e */
function goTo(e) {
  e.preventDefault();
  const wanted = Number(new FormData(/** @type {HTMLFormElement} */ (e.target)).get('turn'));
  const at = app.log.findIndex((x) => x.type === 'turn_ended' && x.turn === wanted);
  close();
  if (at >= 0) {
    go(at + 1);
  } else if (wanted) {
    go(nextWhere(1, (x) => x.turn === wanted));
  }
}

function close() {
  app.dialog = null;
  changed();
}
