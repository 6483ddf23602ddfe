/** A text to look at, try and keep a copy of: crews and scenarios. */
import { html, nothing } from '../../../lib/lit-html.js';
import { app, changed } from '../../store.js';
import { t } from '../../i18n.js';
import { call, post } from '../../api.js';
import { attempt } from '../../actions.js';

/**
 * @param {{kind: 'crews'|'scenarios', name: string, text: string, start: (text: string) => unknown, saved: () => unknown}} it
 */
export function editor(it) {
  const key = `${it.kind}/${it.name}`;
  const e = (app.office.editors ??= {})[key] ??= { text: it.text, edited: false, checked: null };
  return html`<div class="editor"><label class="field"><span>${t('edit.text', { name: it.name })}</span>
      <textarea class="code" spellcheck="false" rows="22" .value=${e.text} @input=${(/** @type {any} */ x) => { Object.assign(e, { text: x.target.value, edited: x.target.value !== it.text, checked: null }); changed(); }}></textarea></label>
    <div class="controls"><button class="button" @click=${() => check(it, e)}>${t('edit.check')}</button>
      <button class="button" ?disabled=${it.kind === 'scenarios' && e.edited} @click=${() => it.start(e.text)}>${t('edit.start')}</button>
      ${e.edited ? html`<button class="button quiet" @click=${() => { Object.assign(e, { text: it.text, edited: false, checked: null }); changed(); }}>${t('edit.undo')}</button>` : nothing}</div>
    ${e.checked ? verdict(e.checked) : nothing}
    <form class="inline" @submit=${(/** @type {SubmitEvent} */ s) => keep(s, it, e)}><label class="field"><span>${t('edit.keep')}</span><input type="text" name="name" required pattern="[a-z0-9][a-z0-9-]{0,39}" value=${`my-${it.name}`.slice(0, 40)}></label><button class="button">${t('edit.save')}</button></form>
    <p class="hint">${t('edit.where', { kind: it.kind })}</p></div>`;
}

/** @param {any} c */
function verdict(c) {
  return html`<div class="outcome ${c.valid ? 'good' : 'bad'}" role="status"><b>${t(c.valid ? 'edit.valid' : 'edit.invalid', { n: c.problems.length })}</b>
    ${c.problems.length ? html`<ol>${c.problems.map((/** @type {string} */ p) => html`<li>${p}</li>`)}</ol>` : nothing}</div>`;
}

/** @param {any} it @param {any} e */
function check(it, e) {
  return attempt(async () => {
    e.checked = await post(`/api/v1/${it.kind}/check`, { text: e.text, base: it.name });
  });
}

/** @param {SubmitEvent} event @param {any} it @param {any} e */
function keep(event, it, e) {
  event.preventDefault();
  const name = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get('name'));
  return attempt(async () => {
    e.checked = await post(`/api/v1/${it.kind}/check`, { text: e.text, base: it.name });
    if (e.checked.valid) {
      await call('PUT', `/api/v1/${it.kind}/${encodeURIComponent(name)}`, { text: e.text, base: it.name });
      it.saved();
      location.hash = `#/${it.kind}/${encodeURIComponent(name)}`;
    }
  });
}
