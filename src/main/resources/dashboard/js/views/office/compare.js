/** Two sessions beside each other. */
import { html, nothing } from '../../../lib/lit-html.js';
import { app } from '../../store.js';
import { t, tOr } from '../../i18n.js';
import { get, session } from '../../api.js';
import { loaded, when } from '../../office.js';
import { apply, begin, ended, turns } from '../../fold.js';
import { figures, percent } from '../../charts/figures.js';
import { verdictText, when as at } from '../sessions.js';
import { pageAddress, sessionAddress } from '../../router.js';

export function compare() {
  const [a, b] = app.args;
  return html`<form class="bar" @change=${choose} @submit=${(/** @type {Event} */ e) => e.preventDefault()}>${picker('a', a)} ${picker('b', b)}</form>
    ${a && b ? both(a, b) : html`<p class="hint">${t('compare.pick')}</p>`}`;
}

/** @param {string} name @param {string|undefined} value */
function picker(name, value) {
  return html`<label class="field"><span>${t(`compare.${name}`)}</span><select name=${name}><option value="">–</option>
    ${(app.sessions ?? []).map((s) => html`<option value=${s.id} ?selected=${s.id === value}>${s.title} · ${at(s.created_at)} · ${s.verdict ? verdictText(s) : tOr(`state.${s.state}`, s.state)} · ${s.id.slice(0, 4)}</option>`)}</select></label>`;
}

/** @param {Event} e */
function choose(e) {
  const form = new FormData(/** @type {HTMLFormElement} */ (e.currentTarget));
  location.hash = pageAddress('compare', String(form.get('a') ?? ''), String(form.get('b') ?? ''));
}

/** All events of a session, folded. @param {string} id */
async function whole(id) {
  const [log, state] = [/** @type {any[]} */ ([]), begin()];
  for (let last = 0; ;) {
    const page = await get(`${session(id, 'events')}?after=${last}`);
    for (const e of page.events) {
      log.push(e);
      apply(state, e);
    }
    if (!page.events.length || page.last <= last) {
      return { id, log, state, f: figures(log, state.members) };
    }
    last = page.last;
  }
}

/** @param {string} a @param {string} b */
function both(a, b) {
  const sizes = [a, b].map((id) => app.sessions?.find((s) => s.id === id)?.last_seq ?? 0).join();
  return when(loaded(`compare ${a} ${b} ${sizes}`, () => Promise.all([whole(a), whole(b)])), ([x, y]) => html`
    <div class="sheet" tabindex="0" role="region" aria-label=${t('page.compare')}><table class="versus"><thead><tr><td></td>${[x, y].map((s) => html`<th scope="col"><a href=${sessionAddress(s.id)}>${s.state.title}</a><br><small>${at(app.sessions?.find((x) => x.id === s.id)?.created_at)} · ${s.id}</small></th>`)}</tr></thead>
    <tbody>${lines(x, y).map(([name, l, r]) => html`<tr class=${l === r ? '' : 'differs'}><th scope="row">${name}</th><td>${l}</td><td>${r}</td></tr>`)}</tbody></table></div>
    <h2>${t('plan.title')}</h2>${plans(x, y)} <h2>${t('compare.first')}</h2>${divergence(x, y)}`);
}

/** @param {any} x @param {any} y @returns {[string, unknown, unknown][]} */
function lines(x, y) {
  /** @type {[string, (s: any) => unknown][]} */
  const facts = [
    [t('inspector.state'), (s) => tOr(`state.${s.state.state}`, s.state.state)],
    [t('choice.rounds'), (s) => s.state.rounds],
    [t('chart.turns'), (s) => `${s.state.turn} / ${turns(s.state)}`],
    [t('chart.messages'), (s) => sum(s.f.messages)],
    [t('chart.words'), (s) => sum(s.f.words)],
    [t('chart.calls'), (s) => sum(s.f.calls)],
    [t('compare.rate'), (s) => percent(ofTools(s, 'good'), ofTools(s, 'calls'))],
    [t('compare.orders'), (s) => s.state.commands.size],
    [t('compare.accused'), (s) => (s.state.locked ? s.state.suspect ?? t('nobody') : '–')],
    [t('compare.verdict'), (s) => (s.state.verdict ? verdictText(s.state) : '–')],
    [t('compare.mole'), (s) => (s.state.reveal ? s.state.reveal.mole ?? t('nobody') : ended(s.state) ? '–' : t('compare.secret'))],
    [t('compare.outcome'), (s) => (s.state.outcome ? t(s.state.outcome.success ? 'job.success' : 'job.failure') : '–')],
    [t('compare.failed'), (s) => (s.state.outcome?.field ? `${s.state.outcome.field.replaceAll('_', ' ')}: ${s.state.outcome.planned ?? '–'} ≠ ${s.state.outcome.actual}` : '–')],
  ];
  return facts.map(([name, of]) => [name, of(x), of(y)]);
}

/** @param {any} s @param {'good'|'calls'} what */
function ofTools(s, what) {
  return s.f.tools.reduce((/** @type {number} */ n, /** @type {[string, any]} */ [, v]) => n + v[what], 0);
}

/** @param {Record<string, number>} by */
function sum(by) {
  return Object.values(by).reduce((a, b) => a + b, 0);
}

/** @param {any} x @param {any} y */
function plans(x, y) {
  const [p, q] = [x.state.plan?.plan ?? {}, y.state.plan?.plan ?? {}];
  const fields = [...new Set([...Object.keys(p), ...Object.keys(q)])];
  return fields.length
    ? html`<div class="sheet" tabindex="0" role="region" aria-label=${t('plan.title')}><table class="versus"><tbody>${fields.map((f) => html`<tr class=${p[f] === q[f] ? '' : 'differs'}><th scope="row">${f.replaceAll('_', ' ')}</th><td>${p[f] ?? '–'}</td><td>${q[f] ?? '–'}</td></tr>`)}</tbody></table></div>`
    : html`<p class="hint">${t('compare.no_plan')}</p>`;
}

/** The first message in which the two part ways. @param {any} x @param {any} y */
function divergence(x, y) {
  const said = (/** @type {any} */ s) => s.log.filter((/** @type {any} */ e) => e.type === 'message_spoken');
  const [p, q] = [said(x), said(y)];
  const at = p.findIndex((/** @type {any} */ e, /** @type {number} */ i) => e.text !== q[i]?.text || e.agent !== q[i]?.agent);
  if (at < 0) {
    return html`<p class="hint">${t('compare.same')}</p>`;
  }
  return html`<div class="beside">${[[x, p[at]], [y, q[at]]].map(([s, e]) => e ? html`<blockquote><p><b>${e.agent}</b> · <a href=${sessionAddress(s.id, e.seq)}>${t('reveal.turn', { turn: e.turn })}</a></p><p>${e.text}</p></blockquote>` : nothing)}</div>`;
}
