/** The plan as handed in last. */
import { html, nothing } from '../../lib/lit-html.js';
import { app } from '../store.js';
import { t } from '../i18n.js';

export function plan() {
  const { plan: handed, withdrawnFields, struck } = app.session;
  if (!handed) {
    return nothing;
  }
  return html`<section><div class="head"><h2>${t('plan.title')}</h2></div>
    <p>${t('plan.version', { n: handed.revision, agent: handed.agent })}</p>
    <dl class="plan">${Object.entries(handed.plan).map(([name, value]) => html`<dt>${name.replaceAll('_', ' ')}</dt>
      <dd class=${withdrawnFields.has(name) ? 'withdrawn' : ''}>${value}${struck && handed.revision > struck.revision && (struck.fields.includes(name) || struck.plan[name] !== value) ? html` <small>${t(struck.plan[name] === value ? 'plan.kept' : 'plan.was', { before: struck.plan[name] })}</small>` : nothing}</dd>`)}</dl></section>`;
}
