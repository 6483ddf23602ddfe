/** All sessions together: how the game stands, how it went over time, which tools were used, how good the detector is. */
import { html, nothing } from '../../../lib/lit-html.js';
import { app } from '../../store.js';
import { t } from '../../i18n.js';
import { get } from '../../api.js';
import { loaded, when } from '../../office.js';
import { percent } from '../../charts/figures.js';
import { token } from '../../charts/draw.js';
import { chart } from '../chart.js';

export function overview() {
  const last = app.sessions?.[0]?.last_seq ?? 0;
  const stats = loaded(`stats ${app.total} ${last}`, () => get('/api/v1/stats'));
  const tools = loaded(`toolstats ${app.total}`, () => get('/api/v1/office/tool-stats'));
  const roc = loaded('roc', () => get('/api/v1/office/roc'));
  return html`${when(stats, (s) => html`<dl class="numbers">
      ${number(t('overview.sessions'), s.total_sessions)} ${number(t('overview.completed'), s.completed)}
      ${number(t('overview.games'), s.mole_games?.games ?? 0)} ${number(t('overview.found'), percent(s.mole_games?.success ?? 0, s.mole_games?.games ?? 0), t('overview.chance'))}
      ${number(t('overview.heists'), percent(s.heists?.succeeded ?? 0, s.heists?.carried_out ?? 0), t('overview.of', { n: s.heists?.carried_out ?? 0 }))}</dl>
      <p class="hint">${t('overview.not_counted', { n: s.not_counted ?? 0 })}</p>`)}
    <div class="charts">${history()} ${when(tools, toolStats)} ${!roc.busy && !roc.data ? html`<section class="chart"><div class="head"><h2 class="small">${t('chart.roc')}</h2></div><p class="hint">${t('chart.roc.none')}</p></section>` : when(roc, curve)}</div>`;
}

/** @param {string} name @param {unknown} value @param {string} [note] */
function number(name, value, note) {
  return html`<div><dt>${name}</dt><dd>${value}</dd>${note ? html`<dd class="hint">${note}</dd>` : nothing}</div>`;
}

function history() {
  const byDay = new Map();
  for (const s of [...(app.sessions ?? [])].reverse()) {
    const day = String(s.created_at ?? '').slice(0, 10);
    const row = byDay.get(day) ?? { SUCCESS: 0, FAILURE: 0, BUSTED: 0, other: 0 };
    row[s.verdict && s.verdict in row ? s.verdict : 'other']++;
    byDay.set(day, row);
  }
  const days = [...byDay].filter(([d]) => d).slice(-30);
  const kinds = [['SUCCESS', '--good'], ['FAILURE', '--bad'], ['BUSTED', '--brass'], ['other', '--line-strong']];
  const label = (/** @type {string} */ k) => (k === 'other' ? t('overview.no_verdict') : t(k === 'SUCCESS' ? 'overview.found' : `verdict.${k}`));
  return chart({
    id: 'history', title: t('chart.history'), version: `${app.total} ${app.sessions?.map((s) => s.verdict).join()}`,
    config: () => ({
      type: 'bar',
      data: { labels: days.map(([d]) => d), datasets: kinds.map(([k, c]) => ({ label: label(k), data: days.map(([, r]) => r[k]), backgroundColor: token(c), maxBarThickness: 48 })) },
      options: { scales: { x: { stacked: true }, y: { stacked: true } } },
    }),
    head: [t('overview.day'), ...kinds.map(([k]) => label(k))], rows: days.map(([d, r]) => [d, ...kinds.map(([k]) => r[k])]),
  });
}

/** @param {any} data */
function toolStats(data) {
  const raw = data.tool_statistics ?? {};
  const rows = (Array.isArray(raw) ? raw.map((r) => [r.tool ?? r.name, r]) : Object.entries(raw)).map(([name, r]) => {
    const calls = r.calls ?? r.total ?? r.usage_count ?? r.count ?? 0;
    const good = r.succeeded ?? r.success ?? r.successes ?? Math.round((r.success_rate ?? 0) * calls);
    return { name, calls, good };
  }).sort((a, b) => b.calls - a.calls);
  return chart({
    id: 'alltools', title: t('chart.tools'), note: t('overview.tools.note'), version: JSON.stringify(rows),
    config: () => ({
      type: 'bar',
      data: { labels: rows.map((r) => r.name), datasets: [{ label: t('tool.done'), data: rows.map((r) => r.good), backgroundColor: token('--good') }, { label: t('tool.failed'), data: rows.map((r) => r.calls - r.good), backgroundColor: token('--bad') }] },
      options: { indexAxis: 'y', scales: { x: { stacked: true }, y: { stacked: true } } },
    }),
    head: [t('tool'), t('chart.calls'), t('tool.done'), t('chart.rate')], rows: rows.map((r) => [r.name, r.calls, r.good, percent(r.good, r.calls)]),
  });
}

/** @param {any} data points of a measured detector */
function curve(data) {
  const detectors = data.detectors ?? [];
  return chart({
    id: 'roc', title: t('chart.roc'), note: t('chart.roc.note'), version: JSON.stringify(detectors).length.toString(),
    config: () => ({
      type: 'line',
      data: { datasets: [...detectors.map((/** @type {any} */ d, /** @type {number} */ i) => ({ label: d.name, data: d.roc.map((/** @type {number[]} */ [x, y]) => ({ x, y })), borderColor: token(`--agent-${(i % 8) + 1}`), pointRadius: 0 })), { label: t('chart.chance'), data: [{ x: 0, y: 0 }, { x: 1, y: 1 }], borderColor: token('--line-strong'), borderDash: [4, 4], pointRadius: 0 }] },
      options: { scales: { x: { type: 'linear', min: 0, max: 1, ticks: { precision: 1 }, title: { text: t('chart.fpr') } }, y: { min: 0, max: 1, ticks: { precision: 1 }, title: { text: t('chart.tpr') } } } },
    }),
    head: [t('chart.detector'), t('chart.games'), 'AUC', t('chart.tpr5')], rows: detectors.map((/** @type {any} */ d) => [d.name, d.games ?? '–', d.auc?.toFixed?.(3) ?? '–', d.tpr_at_5?.toFixed?.(3) ?? '–']),
  });
}
