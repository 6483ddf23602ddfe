/** A text to look at, try and keep a copy of: crews and scenarios. */
import { html, nothing } from '../../../lib/lit-html.js';
import { app, changed } from '../../store.js';
import { t } from '../../i18n.js';
import { call, post } from '../../api.js';
import { attempt } from '../../actions.js';
import { reload } from '../../office.js';

/**
 * @param {{kind: 'crews'|'scenarios', name: string, text: string, own: boolean, start: (text: string) => unknown, saved: () => Promise<unknown>}} it
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
    <form class="inline" @submit=${(/** @type {SubmitEvent} */ s) => keep(s, it, e)}><label class="field"><span>${t('edit.keep')}</span><input type="text" name="name" required pattern="[a-z0-9][a-z0-9\\-]{0,39}" .defaultValue=${it.own ? it.name : `my-${it.name}`.slice(0, 40)}></label><button class="button">${t('edit.save')}</button></form>
    ${e.kept ? html`<p class="outcome good" role="status">${t(e.renamed ? 'edit.kept.renamed' : 'edit.kept', { name: it.name })}</p>` : nothing}
    <p class="hint">${t('edit.where', { kind: it.kind })}</p>
    ${it.own ? html`<div class="controls"><button class="button grave" @click=${() => askDrop(it)}>${t('edit.drop', { name: it.name })}</button></div>` : nothing}</div>`;
}

/** @param {any} it */
function askDrop(it) {
  app.dialog = {
    kind: 'ask', title: t('edit.drop.title', { name: it.name }), text: t('edit.drop.text'), yes: t('edit.drop.yes'),
    work: () => attempt(async () => {
      await call('DELETE', `/api/v1/${it.kind}/${encodeURIComponent(it.name)}`);
      delete app.office.editors[`${it.kind}/${it.name}`];
      await it.saved();
      location.hash = `#/${it.kind}`;
    }),
  };
  changed();
}

/** @param {any} c */
function verdict(c) {
  return html`<div class="outcome ${c.valid ? 'good' : 'bad'}" role="status"><b>${t(c.valid ? 'edit.valid' : 'edit.invalid', { n: c.problems.length })}</b>
    ${c.problems.length ? html`<ol>${c.problems.map((/** @type {string} */ p) => html`<li>${p.replace(/^(?:crew|scenario):(\d+):?/, (_, n) => t('edit.line', { n }))}</li>`)}</ol>` : nothing}</div>`;
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
      const kept = await call('PUT', `/api/v1/${it.kind}/${encodeURIComponent(name)}`, { text: e.text, base: it.name });
      reload(`${it.kind}/${name}`);
      const text = kept.text ?? e.text;
      app.office.editors[`${it.kind}/${name}`] = { text, edited: false, checked: null, kept: true, renamed: text !== e.text };
      if (name !== it.name) {
        Object.assign(e, { text: it.text, edited: false, checked: null });
      }
      await it.saved();
      location.hash = `#/${it.kind}/${encodeURIComponent(name)}`;
    }
  });
}
