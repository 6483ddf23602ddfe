/** The selected tool call: what went in, what came back. */
import { html, nothing } from '../../lib/lit-html.js';
import { app, changed } from '../store.js';
import { t } from '../i18n.js';
import { icon } from '../glyphs.js';

export function inspector() {
  const use = app.selected;
  if (!use) {
    return nothing;
  }
  return html`<section class="inspector"><div class="head"><h2>${t('inspector.title')}: ${use.tool}</h2>
      <button class="button quiet icon" aria-label=${t('close')} @click=${() => { app.selected = null; changed(); }}>${icon('close')}</button></div>
    <dl><dt>${t('inspector.agent')}</dt><dd>${use.agent}</dd><dt>${t('inspector.turn')}</dt><dd>${use.turn}</dd>
      <dt>${t('inspector.call')}</dt><dd>#${use.seq}</dd>
      <dt>${t('inspector.state')}</dt><dd>${t(!use.done ? 'tool.waiting' : use.success ? 'tool.done' : 'tool.failed')}</dd></dl>
    <h3>${t('inspector.in')}</h3><pre tabindex="0">${JSON.stringify(use.input, null, 2)}</pre>
    <h3>${t('inspector.out')}</h3><pre tabindex="0" class=${use.done && !use.success ? 'bad' : ''}>${use.done ? pretty(use.output) : t('inspector.none')}</pre></section>`;
}

/** JSON is set out in lines; all else stays as it came. @param {string} text */
function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
