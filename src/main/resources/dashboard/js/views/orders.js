/** Orders to single agents: the form, and what became of those given. */
import { html, nothing } from '../../lib/lit-html.js';
import { live } from '../../lib/directives/live.js';
import { app } from '../store.js';
import { ended } from '../fold.js';
import { t } from '../i18n.js';
import { command, withdraw } from '../actions.js';

export function orders() {
  const s = app.cursor === null ? app.now : app.session; // replayed, what had been ordered by then
  const open = app.cursor === null && app.server?.may?.steer !== false && s.members.length > 0 && !ended(s) && !s.outcome && !s.talkOver;
  if (!open && !s.commands.size) {
    return nothing;
  }
  return html`<section><div class="head"><h2>${t(open ? 'command.title' : 'command.given')}</h2></div>
    ${open ? form(s) : nothing}
    ${s.commands.size ? html`<ul class="orders">${[...s.commands.values()].reverse().map(given)}</ul>` : nothing}</section>`;
}

/** @param {import('../fold.js').Session} s */
function form(s) {
  return html`<form @submit=${send}>
    <label class="field"><span>${t('command.to')}</span><select name="agent" .value=${live(to(s))} @change=${(/** @type {any} */ e) => { app.office.orderTo = e.target.value; }}>
      ${s.members.filter((m) => !m.gone).map((m) => html`<option value=${m.name}>${m.name}</option>`)}</select></label>
    <label class="field"><span>${t('command.text')}</span><textarea name="text" maxlength="1000" required placeholder=${t('command.hint')}></textarea></label>
    <label class="check"><input type="checkbox" name="standing"> ${t('command.standing')}</label>
    <button class="button">${t('command.send')}</button>
  </form>`;
}

/** Whoever was chosen here or clicked in the crew. @param {import('../fold.js').Session} s */
function to(s) {
  const there = s.members.filter((m) => !m.gone).map((m) => m.name);
  return there.includes(app.office.orderTo) ? app.office.orderTo : there[0];
}

/** @param {any} c */
function given(c) {
  const state = c.gone ? t('command.gone') : c.turn === null ? t('command.queued') : t(c.standing ? 'command.stands' : 'command.delivered', { turn: c.turn });
  const open = !c.gone && !ended(app.now) && (c.standing || c.turn === null);
  return html`<li><b>${c.agent}</b>: ${c.text}
    <div class="state"><span>${state}</span>${open ? html`<button @click=${() => withdraw(c.number)}>${t('command.withdraw')}</button>` : nothing}</div></li>`;
}

/** @param {SubmitEvent} e */
async function send(e) {
  e.preventDefault();
  const form = /** @type {HTMLFormElement} */ (e.target);
  const data = new FormData(form);
  await command(String(data.get('agent')), String(data.get('text')).trim(), data.has('standing'));
  if (!app.trouble) {
    /** @type {HTMLTextAreaElement} */ (form.elements.namedItem('text')).value = '';
  }
}
