/** Figures of the session in sight: who did what, with which success, who speaks to whom. */
import { html, nothing } from '../../lib/lit-html.js';
import { app, has } from '../store.js';
import { t } from '../i18n.js';
import { figures, percent } from '../charts/figures.js';
import { token } from '../charts/draw.js';
import { AGENTS, glyph, tint } from '../glyphs.js';
import { chart } from './chart.js';
import { suspicion } from './hint.js';

let memory = { key: '', value: /** @type {ReturnType<typeof figures>|null} */ (null) };

function counted() {
  const until = app.cursor ?? app.log.length;
  const key = `${app.id} ${until}`;
  if (memory.key !== key || !memory.value) {
    memory = { key, value: figures(app.log.slice(0, until), app.session.members) };
  }
  return { key, ...memory.value };
}

export function figuresView() {
  const f = counted();
  return html`<div class="scroll figures"><div class="column wide">
    <div class="charts">${activity(f)} ${tools(f)} ${matrix(f)} ${has('detection') ? suspicion(f.key) : nothing}</div>
    ${remembered()}
  </div></div>`;
}

/** What telling old messages in short has saved; tokens are told once the secret is. */
function remembered() {
  const m = app.about?.memory;
  if (typeof m?.saved_tokens !== 'number' || !(m.prompt_tokens_uncompressed > 0)) {
    return nothing;
  }
  const n = (/** @type {number} */ x) => x.toLocaleString(document.documentElement.lang);
  const key = m.saved_tokens >= 0 ? 'chart.saved' : 'chart.saved.less';
  return html`<p class="hint">${t(key, { summaries: n(m.summaries), saved: n(Math.abs(m.saved_tokens)), full: n(m.prompt_tokens_uncompressed), share: percent(m.saved_tokens, m.prompt_tokens_uncompressed) })}</p>`;
}

/** @param {any} f */
function activity(f) {
  return chart({
    id: 'activity', title: t('chart.activity'), note: t('chart.activity.note'), version: f.key,
    config: () => ({
      type: 'bar',
      data: {
        labels: f.rounds.map((/** @type {any} */ _, /** @type {number} */ i) => t('round', { n: i + 1 })),
        datasets: f.names.map((/** @type {string} */ name, /** @type {number} */ i) => ({
          label: name, data: f.rounds.map((/** @type {any} */ r) => r[name]), backgroundColor: token(`--agent-${(i % AGENTS) + 1}`),
        })),
      },
      options: { scales: { x: { stacked: true }, y: { stacked: true, title: { text: t('chart.messages') } } } },
    }),
    head: [t('agent'), ...f.rounds.map((/** @type {any} */ _, /** @type {number} */ i) => t('round', { n: i + 1 })), t('chart.words'), t('chart.calls')],
    rows: f.names.map((/** @type {string} */ n) => [n, ...f.rounds.map((/** @type {any} */ r) => r[n]), f.words[n], f.calls[n]]),
  });
}

/** @param {any} f */
function tools(f) {
  return chart({
    id: 'tools', title: t('chart.tools'), version: f.key,
    config: () => ({
      type: 'bar',
      data: {
        labels: f.tools.map((/** @type {any} */ [name]) => name),
        datasets: [
          { label: t('tool.done'), data: f.tools.map((/** @type {any} */ [, s]) => s.good), backgroundColor: token('--good') },
          { label: t('tool.failed'), data: f.tools.map((/** @type {any} */ [, s]) => s.calls - s.good), backgroundColor: token('--bad') },
        ],
      },
      options: { indexAxis: 'y', scales: { x: { stacked: true }, y: { stacked: true } } },
    }),
    head: [t('tool'), t('chart.calls'), t('tool.done'), t('chart.rate')],
    rows: f.tools.map((/** @type {any} */ [name, s]) => [name, s.calls, s.good, percent(s.good, s.calls)]),
  });
}

/** Who names whom; a matrix is drawn as a table with shades, so that it can be read either way. @param {any} f */
function matrix(f) {
  const most = Math.max(1, ...f.names.flatMap((/** @type {string} */ a) => f.names.map((/** @type {string} */ b) => f.answers[a][b])));
  const picture = html`<div class="sheet" tabindex="0" role="region" aria-label=${t('chart.matrix')}><table class="matrix"><thead><tr><td></td>${f.names.map((/** @type {string} */ n, /** @type {number} */ i) => html`<th scope="col" class=${tint(i)} title=${n}>${glyph(i)}<span class="unseen">${n}</span></th>`)}</tr></thead>
    <tbody>${f.names.map((/** @type {string} */ a, /** @type {number} */ i) => html`<tr><th scope="row" class=${tint(i)}>${glyph(i)} ${a}</th>
      ${f.names.map((/** @type {string} */ b) => html`<td class="heat-${Math.ceil((4 * f.answers[a][b]) / most)}">${a === b ? '·' : f.answers[a][b]}</td>`)}</tr>`)}</tbody></table></div>`;
  return chart({
    id: 'matrix', title: t('chart.matrix'), note: t('chart.matrix.note'), version: f.key, picture,
    head: [t('agent'), ...f.names], rows: f.names.map((/** @type {string} */ a) => [a, ...f.names.map((/** @type {string} */ b) => f.answers[a][b])]),
  });
}

