/** Signing in, who is signed in, and the way out. */
import { html, nothing } from '../../lib/lit-html.js';
import { app, changed } from '../store.js';
import { t } from '../i18n.js';
import { post } from '../api.js';
import { vault } from '../glyphs.js';

/** Instead of everything, until somebody is signed in. */
export function signIn() {
  return html`<div class="scroll"><div class="empty signin">${vault()}<h1>${t('login.title')}</h1>
    <form class="panel" @submit=${(/** @type {SubmitEvent} */ e) => send(e, '/join')}><h2>${t('login.class')}</h2>
      <label class="field"><span>${t('login.code')}</span><input type="text" name="code" required autocomplete="off" autocapitalize="characters"></label>
      <label class="field"><span>${t('login.your_name')}</span><input type="text" name="name" required maxlength="40" autocomplete="nickname"></label>
      <button class="button main">${t('login.join')}</button></form>
    <form class="panel" @submit=${(/** @type {SubmitEvent} */ e) => send(e, '/login')}><h2>${t('login.staff')}</h2>
      <label class="field"><span>${t('login.name')}</span><select name="name"><option value="operator">${t('role.operator')}</option><option value="viewer">${t('role.viewer')}</option></select></label>
      <label class="field"><span>${t('login.password')}</span><input type="password" name="password" required autocomplete="current-password"></label>
      <button class="button">${t('login.enter')}</button><p class="hint">${t('login.where')}</p></form>
    ${app.trouble ? html`<p class="trouble" role="alert">${app.trouble}</p>` : nothing}</div></div>`;
}

/** @param {SubmitEvent} e @param {string} path */
async function send(e, path) {
  e.preventDefault();
  const form = new FormData(/** @type {HTMLFormElement} */ (e.target));
  try {
    await post(path, Object.fromEntries(form));
    location.reload();
  } catch (error) {
    app.trouble = error instanceof Error ? error.message : String(error);
    changed();
  }
}

export function signedIn() {
  const who = app.server?.login;
  return who?.role ? html`<p>${t('login.as', { name: who.name, role: t(`role.${who.role}`) })}</p><button class="button" @click=${leave}>${t('logout')}</button>` : nothing;
}

async function leave() {
  await post('/logout').catch(() => {});
  location.hash = '';
  location.reload();
}
