/** After the lock: verdict, the plan carried out, the outcome, the reveal. */
import { html, nothing } from '../../lib/lit-html.js';
import { app, has } from '../store.js';
import { ended, place } from '../fold.js';
import { t, tOr } from '../i18n.js';
import { glyph, tint } from '../glyphs.js';
import { sessionAddress } from '../router.js';
import { jobDrawing } from './site.js';
import { exportLinks } from './export.js';

export function finale() {
  const s = app.session;
  return html`${s.verdict ? verdict(s) : nothing} ${s.steps.length || s.outcome ? job(s) : nothing} ${s.reveal ? reveal(s) : nothing}
    ${ended(s) ? html`<p class="controls after"><a class="button main" href="#">${t('again')}</a> ${exportLinks()}</p>` : nothing}`;
}

/** @param {import('../fold.js').Session} s */
function verdict(s) {
  const key = s.verdict === 'SUCCESS' && s.suspect === null ? 'SUCCESS.none' : String(s.verdict);
  return html`<section class="job verdict"><div class="stamp ${s.verdict === 'SUCCESS' ? 'good' : 'bad'}">${t(`verdict.${key}`)}</div>
    <p>${t(`verdict.text.${key}`, { agent: s.suspect })}</p></section>`;
}

/** @param {import('../fold.js').Session} s */
function job(s) {
  const o = s.outcome;
  return html`<section class="job"><h2>${t('job.title')}</h2>
    ${has('floor_plan') ? jobDrawing() : nothing}
    ${has('floor_plan') && app.site ? html`<details class="rest"><summary>${t('job.steps')}</summary>${steps(s)}</details>` : steps(s)}
    ${o
      ? html`<h3>${t(o.success ? 'job.success' : 'job.failure')}</h3><p class="story">${o.story}</p>
          ${o.field ? html`<p class="why">${why(o)} ${fallen(s).includes(o.field) ? fate(s, o.field) : nothing}</p>` : nothing}
          ${struck(s, o)}`
      : nothing}
  </section>`;
}

/** @param {import('../fold.js').Session} s */
function steps(s) {
  return html`<ol class="steps">${s.steps.map((step) => html`<li class=${step.success ? '' : 'bad'}><b>${step.title}</b>
    ${step.place ? html`<small>${step.place}</small>` : nothing}<p>${step.text}</p></li>`)}</ol>`;
}

/** @param {any} o */
function why(o) {
  const field = String(o.field).replaceAll('_', ' ');
  const said = o.planned ? t('job.why', { ...o, field }) : t('job.why.missing', { ...o, field });
  if (!o.blamedEvent) {
    return said;
  }
  return html`${said} <a href=${sessionAddress(app.id ?? '', o.blamedEvent)}>${t(o.blamedAgent ? 'job.blame' : 'job.blame.event', { n: o.blamedEvent, agent: o.blamedAgent })}</a>`;
}

/** The lines that rested on the accused's word alone, and those that the revised plan changed since. @param {import('../fold.js').Session} s @returns {string[]} */
function fallen(s) {
  if (!s.struck) {
    return [];
  }
  const revised = s.plan.revision > s.struck.revision ? s.plan.plan : s.struck.plan;
  return Object.keys(s.struck.plan).filter((f) => s.struck.fields.includes(f) || revised[f] !== s.struck.plan[f]);
}

/** What became of a line that rested on the accused's word alone. @param {import('../fold.js').Session} s @param {string} field */
function fate(s, field) {
  const [before, now] = [s.struck.plan[field], s.plan?.revision > s.struck.revision ? s.plan.plan[field] : undefined];
  const values = { agent: s.struck.agent, field: field.replaceAll('_', ' '), before, now };
  if (!s.struck.fields.includes(field)) {
    return t('struck.changed', values);
  }
  return t(now === undefined ? 'struck.open' : now === before ? 'struck.kept' : 'struck.guess', values);
}

/** The other lines that went with the accused. @param {import('../fold.js').Session} s @param {any} o */
function struck(s, o) {
  const rest = fallen(s).filter((f) => f !== o.field);
  return rest.length ? html`<h3>${t('struck.title', { agent: s.struck.agent })}</h3><ul class="struck">${rest.map((f) => html`<li>${fate(s, f)}</li>`)}</ul>` : nothing;
}

/** @param {import('../fold.js').Session} s */
function reveal(s) {
  const r = s.reveal;
  const at = r.mole ? place(s, r.mole) : -1;
  const notes = /** @type {any[]} */ (r.notes ?? []);
  const moles = notes.filter((n) => n.agent === r.mole);
  const rest = notes.filter((n) => n.agent !== r.mole);
  return html`<section class="job"><h2>${t('reveal.title')}</h2>
    ${r.mole
      ? html`<p class="culprit ${tint(at)}">${glyph(at)} <span><b>${r.mole}</b> ${t('reveal.mole')}</span></p>
          ${r.strategy ? html`<p>${t('reveal.strategy', { strategy: tOr(`strategy.${r.strategy}`, r.strategy) })}</p>` : nothing}`
      : html`<p>${t('reveal.none')}</p>`}
    ${deeds(s)}
    ${moles.length ? html`<h3>${t('reveal.notes', { agent: r.mole })}</h3><ul class="notes">${moles.map(note)}</ul>` : nothing}
    ${rest.length ? html`<details class="rest"><summary>${t('reveal.notes.rest')}</summary><ul class="notes">${rest.map(note)}</ul></details>` : nothing}
    ${s.commitment
      ? html`<p class="sealed">${app.seal === 'fits' ? t('reveal.sealed') : app.seal === 'broken' ? t('reveal.broken') : t('reveal.unchecked')}<br>
          ${t('reveal.commitment')}: <code>${s.commitment}</code></p>`
      : nothing}
  </section>`;
}

/** Marks of sabotage: which wrong value came in where, and what became of it. @param {import('../fold.js').Session} s */
function deeds(s) {
  /** @type {Map<string, any[]>} said again is not another falsehood */
  const wrong = new Map();
  for (const d of app.deeds.filter((x) => x.kind !== 'note' && x.field)) {
    const words = deedText(d);
    wrong.set(words, [...(wrong.get(words) ?? []), d]);
  }
  return wrong.size
    ? html`<h3>${t('reveal.deeds')}</h3><ul class="notes deeds">${[...wrong].map(([words, all]) => html`<li class=${tint(place(s, all[0].agent))}>${glyph(place(s, all[0].agent))} <span>${words}
        ${all.filter((d) => d.seq).map((d) => html`<a href=${sessionAddress(app.id ?? '', d.seq)}>#${d.seq}</a> `)}</span></li>`)}</ul>`
    : nothing;
}

/** What was false, in a sentence: of a field that is worked out, the part of it that was told. @param {any} d */
export function deedText(d) {
  return t(`deed.${d.kind}`, { agent: d.agent, field: String(d.part ?? d.field).replaceAll('_', ' '), said: d.said ?? '–', actual: d.actual ?? '–' });
}

/** @param {any} n */
function note(n) {
  const spoke = app.session.items.find((i) => i.kind === 'turn' && i.turn === n.turn && i.agent === n.agent);
  const told = t('reveal.turn', { turn: n.turn });
  return html`<li><b>${n.agent}</b>, ${spoke && spoke.kind === 'turn' ? html`<a href=${sessionAddress(app.id ?? '', spoke.said || spoke.seq)}>${told}</a>` : told}: ${n.text}</li>`;
}
