/**
 * What the detector thinks: hidden until a person asks for it, and that they asked is recorded. A
 * score is suspicion, not a probability, unless the server calls it calibrated.
 */
import { html, nothing } from '../../lib/lit-html.js';
import { app, changed } from '../store.js';
import { t, tOr } from '../i18n.js';
import { place } from '../fold.js';
import { glyph, tint } from '../glyphs.js';
import { askHint } from '../actions.js';
import { sessionAddress } from '../router.js';
import { token } from '../charts/draw.js';
import { chart } from './chart.js';
import { AGENTS } from '../glyphs.js';

export function hint() {
  const s = app.now;
  if (!s.members.length || !s.turn) {
    return nothing;
  }
  const h = app.hint;
  return html`<section class="detector"><details ?open=${h !== null}><summary><h2>${t('hint.title')}</h2></summary>
    ${h?.answer ? answer(h.answer, h.at) : html`<p>${t('hint.text')}</p>`}
    <div class="controls"><button class="button" ?disabled=${h?.busy} @click=${() => askHint('quick')}>${t('hint.quick')}</button>
      <button class="button" ?disabled=${h?.busy} @click=${() => askHint('full')}>${t(h?.busy ? 'hint.busy' : 'hint.full')}</button></div>
  </details></section>`;
}

/** @param {any} a @param {number} at */
function answer(a, at) {
  const scores = Object.entries(a.suspicion_scores ?? {}).sort((x, y) => Number(y[1]) - Number(x[1]));
  const ways = scores.length + 1; // one of them, or nobody
  const calibrated = typeof a.confidence === 'number';
  const top = a.most_suspicious ?? scores[0]?.[0] ?? '';
  return html`<p>${t(/rules alone/.test(a.mode ?? '') ? 'hint.rules' : 'hint.judge', { name: a.detector ?? a.name ?? '' })} ${t('hint.asof', { n: at })}</p>
    <ol class="scores">${scores.map(([name, score]) => row(name, Number(score), a))}</ol>
    <p class="hint">${t('hint.scores')} ${calibrated ? t('hint.confidence', { agent: top, p: pct(a.confidence) }) : t('hint.uncalibrated')}
      ${typeof a.no_mole === 'number' ? t('hint.no_mole', { p: pct(a.no_mole) }) : ''} ${t('hint.chance', { n: ways, p: pct(1 / ways) })}</p>`;
}

/** @param {string} name @param {number} score @param {any} a */
function row(name, score, a) {
  const at = place(app.now, name);
  const parts = Object.entries(a.score_breakdown?.[name] ?? {}).filter(([, v]) => typeof v === 'number' && v > 0).sort((x, y) => Number(y[1]) - Number(x[1]));
  const evidence = /** @type {any[]} */ (a.evidence?.[name] ?? []).map((e) => (typeof e === 'object' ? e : { seq: e })).filter((e) => Number.isInteger(e.seq ?? e.event)).slice(0, 12);
  const open = app.hint?.open === name;
  return html`<li class=${tint(at)}><button class="score" aria-expanded=${open} @click=${() => { app.hint.open = open ? null : name; changed(); }}>
      ${glyph(at)}<b>${name}</b><meter min="0" max="1" .value=${score} aria-label=${t('hint.suspicion')}></meter><span>${score.toFixed(2)}</span></button>
    ${open
      ? html`<dl>${parts.map(([what, v]) => html`<dt>${tOr(`part.${what}`, what.replaceAll('_', ' '))}</dt><dd>${Number(v).toFixed(2)}</dd>`)}</dl>
          ${evidence.length ? html`<p class="evidence">${t('hint.evidence')} ${evidence.map((e) => html`<a href=${sessionAddress(app.id ?? '', e.seq ?? e.event)} title=${e.text ?? e.why ?? ''}>#${e.seq ?? e.event}</a> `)}</p>` : nothing}`
      : nothing}</li>`;
}

/** @param {number} p */
function pct(p) {
  return `${Math.round(100 * p)}\u00a0%`;
}

/** Suspicion after each round, from the analyses that were asked for. @param {string} key */
export function suspicion(key) {
  const points = /** @type {any[]} */ (app.hint?.history ?? []);
  const names = app.session.members.map((m) => m.name);
  return chart({
    id: 'suspicion', title: t('chart.suspicion'), note: t('chart.suspicion.note'), version: `${key} ${points.length} ${points.map((p) => p.label).join()}`,
    config: () => ({
      type: 'line',
      data: {
        labels: points.map((p) => p.label),
        datasets: names.map((name, i) => ({ label: name, data: points.map((p) => p.scores[name] ?? null), borderColor: token(`--agent-${(i % AGENTS) + 1}`), backgroundColor: token(`--agent-${(i % AGENTS) + 1}`), pointStyle: ['circle', 'rect', 'triangle', 'rectRot', 'star', 'cross'][i % 6] })),
      },
      options: { scales: { y: { min: 0, max: 1, ticks: { precision: 1 } }, x: {} } },
    }),
    head: [t('agent'), ...points.map((p) => p.label)],
    rows: points.length ? names.map((n) => [n, ...points.map((p) => (p.scores[n] ?? 0).toFixed(2))]) : [],
  });
}
