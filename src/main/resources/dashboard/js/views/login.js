/** Who is signed in, and the way out. */
import { html, nothing } from '../../lib/lit-html.js';
import { app } from '../store.js';
import { t } from '../i18n.js';
import { post } from '../api.js';

export function signedIn() {
  const who = app.server?.login;
  return who?.role ? html`<p>${t('login.as', { role: t(`role.${who.role}`) })}</p><button class="button" @click=${leave}>${t('logout')}</button>` : nothing;
}

async function leave() {
  await post('/logout').catch(() => {});
  location.reload();
}
