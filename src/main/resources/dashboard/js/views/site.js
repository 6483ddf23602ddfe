/** The floor plan: rooms, cameras, guards, blind spots; the places the talk is about; then the way they took. */
import { html, nothing, svg } from '../../lib/lit-html.js';
import { app, changed } from '../store.js';
import { t } from '../i18n.js';
import { places } from '../mentions.js';
import { icon } from '../glyphs.js';

/** Large, in the middle. */
export function siteView() {
  if (!app.site) {
    return html`<div class="scroll site"><p class="hint" role="status">${t('office.loading')}</p></div>`;
  }
  return html`<div class="scroll site"><div class="column wide">${drawing('large')} ${legend()} ${stepper()}</div></div>`;
}

/** Small, at the side. */
export function sitePane() {
  if (!app.site || (app.view === 'story' && app.session.steps.length)) {
    return nothing; // the end of the story has it
  }
  return html`<section class="sitepane"><div class="head"><h2>${t('site.title')}</h2>
    <button class="textual" @click=${() => { app.view = 'site'; changed(); }}>${t('site.large')}</button></div>${drawing('small')}</section>`;
}

/** The truth once the plan was carried out; in a replay, and before, what could be known. */
function shownSite() {
  return app.session.outcome ? app.site : app.siteKnown ?? app.site;
}

/** What the selected message, or the last one, speaks of. */
function spokenOf() {
  const s = app.session;
  const picked = app.selected === null ? null : s.items.find((i) => i.kind === 'turn' && i.said === app.selected);
  for (let i = s.items.length - 1; i >= 0 && i > s.items.length - 8; i--) {
    const item = picked ?? s.items[i];
    if (item.kind === 'turn' && item.text) {
      return { agent: item.agent, places: places(app.site, item.text) };
    }
  }
  return { agent: '', places: [] };
}

/** @param {string} size */
function drawing(size) {
  const site = shownSite();
  const spoken = app.session.steps.length ? { agent: '', places: [] } : spokenOf();
  const named = new Set(spoken.places.map((p) => p.room).filter(Boolean));
  const path = taken();
  const told = spoken.places.map((p) => p.name).join(', ');
  return svg`<svg class="plan-drawing ${size}" viewBox="-1 -1 ${site.width + 2} ${site.height + 2}" role="img" aria-label=${told ? t('site.speaks', { agent: spoken.agent, places: told }) : t('site.title')}>
    ${site.rooms.map((/** @type {any} */ r) => room(r, named.has(r.id), path))}
    ${(site.blind_spots ?? []).map((/** @type {any} */ b) => svg`<circle class="blind ${b.unwatched === true ? 'free' : b.unwatched === false ? 'watched' : ''}" cx=${b.x} cy=${b.y} r=${b.radius}><title>${b.name}</title></circle>`)}
    ${(site.cameras ?? []).map(camera)}
    ${(site.guards ?? []).map((/** @type {any} */ g) => svg`<circle class="guard" cx=${g.x} cy=${g.y} r=".8"><title>${g.id} · ${g.shift}</title></circle>`)}
    ${(site.entries ?? []).map((/** @type {any} */ e) => svg`<path class="entry" d="M${e.x} ${e.y - 0.9}l.9 .9-.9 .9-.9-.9z"><title>${e.name}</title></path>`)}
    ${site.rooms.map(roomName)}
    ${spoken.places.map((p) => svg`<circle class="spoken" cx=${p.x} cy=${p.y} r="2.1"><title>${p.name}</title></circle>`)}
    ${route(path)}
  </svg>`;
}

/** @param {any} r @param {boolean} named @param {any[]} path */
function room(r, named, path) {
  const here = path.at(-1);
  const on = here && here.place === r.name;
  return svg`<g class="room ${named ? 'named' : ''} ${on ? (here.success ? 'on' : 'lost') : ''}"><rect x=${r.x} y=${r.y} width=${r.width} height=${r.height}><title>${r.name}</title></rect>
</g>`;
}

/** Names lie above cameras and guards, below the way. @param {any} r */
function roomName(r) {
  const wide = r.name.length * 0.74 + 1 < r.width;
  const tall = !wide && r.name.length * 0.74 + 1 < r.height;
  const [x, y] = tall ? [r.x + 1.2, r.y + r.height / 2] : [r.x + r.width / 2, r.y + Math.min(1.5, r.height / 2)];
  return wide || tall ? svg`<text class="name" x=${x} y=${y} transform=${tall ? `rotate(-90 ${x} ${y})` : ''}>${r.name}</text>` : nothing;
}

/** A camera looks along `facing`, degrees clockwise from the right. @param {any} c */
function camera(c) {
  const reach = Math.min(c.range || 6, 7);
  const half = ((c.angle || 70) / 2) * (Math.PI / 180);
  const at = (c.facing * Math.PI) / 180;
  const point = (/** @type {number} */ a) => `${(c.x + reach * Math.cos(a)).toFixed(2)} ${(c.y + reach * Math.sin(a)).toFixed(2)}`;
  return svg`<g class="camera ${c.kind === 'fixed' ? '' : 'mobile'} ${c.active === false ? 'off' : ''}"><path class="cone" d="M${c.x} ${c.y}L${point(at - half)}A${reach} ${reach} 0 0 1 ${point(at + half)}z"></path>
    <circle cx=${c.x} cy=${c.y} r=".55"><title>${c.id}</title></circle></g>`;
}

/** The steps carried out so far, each with its point on the plan, up to the one looked at. */
function taken() {
  const steps = app.session.steps;
  const until = app.step === null ? steps.length : Math.min(steps.length, app.step + 1);
  const points = new Map((app.site?.route ?? []).filter((/** @type {any} */ p) => p.step).map((/** @type {any} */ p) => [p.step, p]));
  return steps.slice(0, until).map((step) => ({ ...step, point: points.get(step.id) ?? centre(step.place) }));
}

/** @param {string|null} name */
function centre(name) {
  const r = (app.site?.rooms ?? []).find((/** @type {any} */ x) => x.name === name);
  return r ? { x: r.x + r.width / 2, y: r.y + r.height / 2 } : null;
}

/** @param {any[]} path */
function route(path) {
  const points = path.filter((s) => s.point);
  if (!points.length) {
    return nothing;
  }
  const line = points.map((s) => `${s.point.x},${s.point.y}`).join(' ');
  return svg`<polyline class="way" points=${line}></polyline>
    ${points.map((s, i) => svg`<g class="stop ${s.success ? '' : 'bad'} ${i === points.length - 1 ? 'here' : ''}"><circle cx=${s.point.x} cy=${s.point.y} r="1.25"><title>${s.title}</title></circle>
      <text x=${s.point.x} y=${s.point.y}>${s.success ? s.step : '✕'}</text></g>`)}`;
}

/** Step by step through the job. */
export function stepper() {
  const steps = app.session.steps;
  if (!steps.length) {
    return nothing;
  }
  const at = Math.min(app.step ?? steps.length - 1, steps.length - 1);
  const step = steps[at];
  const to = (/** @type {number} */ n) => { app.step = Math.max(0, Math.min(steps.length - 1, n)); changed(); };
  return html`<div class="stepper"><button class="button icon" aria-label=${t('site.before')} ?disabled=${at === 0} @click=${() => to(at - 1)}>${icon('back')}</button>
    <p aria-live="polite"><b>${step.step}. ${step.title}</b> ${step.place ? html`<small>${step.place}</small>` : nothing}<br>${step.text}</p>
    <button class="button icon" aria-label=${t('site.next')} ?disabled=${at === steps.length - 1} @click=${() => to(at + 1)}>${icon('forth')}</button></div>`;
}

/** The small plan within the story's end. */
export function jobDrawing() {
  return app.site ? html`${drawing('job')} ${stepper()} <details class="rest"><summary>${t('site.legend')}</summary>${legend()}</details>` : nothing;
}

function legend() {
  const site = shownSite();
  const shifts = [...new Set((site.guards ?? []).map((/** @type {any} */ g) => g.shift))].sort();
  const moved = (site.cameras ?? []).some((/** @type {any} */ c) => c.kind !== 'fixed');
  const judged = (site.blind_spots ?? []).some((/** @type {any} */ b) => typeof b.unwatched === 'boolean');
  const went = app.session.steps.length > 0;
  return html`<ul class="legend">${sign(svg`<circle cx="8" cy="8" r="5"></circle>`, t('site.camera', { n: site.cameras?.length ?? 0 }), 'camera')}
    ${moved ? sign(svg`<circle cx="8" cy="8" r="5"></circle>`, t('site.mobile'), 'camera mobile') : nothing}
    ${sign(svg`<circle class="guard" cx="8" cy="8" r="5"></circle>`, t('site.guard', { shifts: shifts.map((s) => `${s}: ${site.guards.filter((/** @type {any} */ g) => g.shift === s).length}`).join(', ') }))}
    ${judged
      ? html`${sign(svg`<circle class="blind free" cx="8" cy="8" r="5"></circle>`, t('site.free'))} ${sign(svg`<circle class="blind watched" cx="8" cy="8" r="5"></circle>`, t('site.watched'))}`
      : sign(svg`<circle class="blind" cx="8" cy="8" r="5"></circle>`, t('site.blind'))}
    ${sign(svg`<path class="entry" d="M8 2l6 6-6 6-6-6z"></path>`, t('site.entry'))}
    ${went
      ? html`${sign(svg`<g class="stop"><circle cx="8" cy="8" r="7"></circle><text x="8" y="8">1</text></g>`, t('site.step'))}
          ${app.session.steps.some((s) => !s.success) ? sign(svg`<g class="stop bad"><circle cx="8" cy="8" r="7"></circle><text x="8" y="8">✕</text></g>`, t('site.lost')) : nothing}`
      : sign(svg`<circle class="spoken" cx="8" cy="8" r="6"></circle>`, t('site.spoken'))}</ul>
    ${site.complete ? nothing : html`<p class="hint">${t('site.public')}</p>`}`;
}

/** @param {unknown} drawn @param {string} text @param {string} [kind] */
function sign(drawn, text, kind = '') {
  return html`<li><svg viewBox="0 0 16 16" aria-hidden="true" class=${kind}>${drawn}</svg> ${text}</li>`;
}
