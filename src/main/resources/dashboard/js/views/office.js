/** The pages beside sessions. Each loads what it shows, and says what is missing. */
import { html, nothing } from '../../lib/lit-html.js';
import { app } from '../store.js';
import { t } from '../i18n.js';
import { overview } from './office/overview.js';
import { compare } from './office/compare.js';
import { crews } from './office/crews.js';
import { scenarios } from './office/scenarios.js';
import { access } from './office/access.js';
import { audit } from './office/audit.js';
import { services } from './office/services.js';
import { settings } from './office/settings.js';

/** @type {Record<string, () => unknown>} */
const VIEWS = { overview, compare, crews, scenarios, access, audit, services, settings };

export const PAGES = Object.keys(VIEWS);

export function officePage() {
  const view = VIEWS[app.page ?? ''];
  return html`<div class="scroll office" tabindex="0"><div class="column wide">
    ${view ? html`<h1>${t(`page.${app.page}`)}</h1>${t(`page.${app.page}.text`).startsWith('page.') ? nothing : html`<p class="lead">${t(`page.${app.page}.text`)}</p>`}${view()}` : html`<p>${t('page.unknown')}</p>`}
  </div></div>`;
}
