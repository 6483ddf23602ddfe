/** The conversation: rounds, one card a message, tool calls as rows under it, facts between. */
import { html, nothing } from '../../lib/lit-html.js';
import { repeat } from '../../lib/directives/repeat.js';
import { guard } from '../../lib/directives/guard.js';
import { app, changed } from '../store.js';
import { place } from '../fold.js';
import { currentLanguage, t } from '../i18n.js';
import { glyph, tint } from '../glyphs.js';
import { parts } from '../mentions.js';
import { story } from '../lists.js';
import { sessionAddress } from '../router.js';
import { seated } from '../seat.js';
import { deedText } from './finale.js';

/** What a turn can be for, beside talk. */
const PURPOSES = new Set(['VOTE', 'HANDOVER', 'REVISION']);

/** The items in sight; the room that the others take is kept free. */
export function conversation() {
  const { part, above, below } = story.window(visible());
  return html`<div class="gap" .style=${`height:${above}px`}></div>
    ${repeat(part, (item) => item.key, (item) => guard(dependencies(item), () => one(item)))}
    <div class="gap" .style=${`height:${below}px`}></div>`;
}

/** Whoever plays an agent does not see what others were ordered. */
function visible() {
  const me = seated();
  return me === null ? app.session.items : app.session.items.filter((i) => i.kind !== 'fact' || !['command', 'delivered', 'withdrawn'].includes(i.name) || i.values.agent === me);
}

/** What an item's picture depends on; an item that has not changed is not drawn again. @param {import('../fold.js').Item} item */
function dependencies(item) {
  if (item.kind === 'round') {
    return [currentLanguage(), app.session];
  }
  const target = item.seq === app.target || (item.kind === 'turn' && item.said === app.target);
  const picked = app.selected !== null && (item.kind === 'turn' ? item.said === app.selected || item.tools.some((u) => u.seq === app.selected || u.answered === app.selected) : item.seq === app.selected);
  const turn = item.kind === 'turn';
  return [currentLanguage(), app.session, app.site, turn ? item.version : 0, target, picked ? app.selected : null, turn && app.spotlight !== null && app.spotlight !== item.agent, seated(), app.deeds, app.session.reveal, turn && app.now.awaited?.turn === item.turn];
}

/** @param {import('../fold.js').Item} item */
function one(item) {
  switch (item.kind) {
    case 'round': return round(item);
    case 'turn': return card(item);
    case 'fact': return factLine(item);
  }
}

/** @param {import('../fold.js').RoundItem} item */
function round(item) {
  return html`<div class="round" data-key=${item.key}><h2>${t('round', { n: item.round })}</h2>
    <span class="order" role="img" aria-label=${t('round.order', { names: item.order.join(', ') })}>
      ${item.order.map((name) => html`<span class=${tint(place(app.session, name))} title=${name}>${glyph(place(app.session, name))}</span>`)}
    </span></div>`;
}

/** @param {import('../fold.js').TurnItem} item */
function card(item) {
  const at = place(app.session, item.agent);
  const member = app.session.members[at];
  const number = item.said || item.seq;
  const purpose = PURPOSES.has(item.purpose) ? t(`turn.${item.purpose.toLowerCase()}`) : '';
  return html`<article data-key=${item.key} class="card ${tint(at)} ${item.withdrawn ? 'withdrawn' : ''} ${number === app.target ? 'target' : ''} ${number === app.selected ? 'picked' : ''} ${app.spotlight !== null && app.spotlight !== item.agent ? 'dim' : ''}" id="e${number}">
    ${glyph(at)}
    <header><b>${item.agent}</b>
      <span>${[member && member.role !== item.agent ? member.role : '', purpose].filter(Boolean).join(' · ')}</span>
      <a class="seq" href=${sessionAddress(app.id ?? '', number)} aria-label=${t('message.link', { n: number })}>#${number}</a></header>
    ${item.text !== null
      ? html`<p class="said">${parts(app.site, item.text).map((p) => p.place ? html`<span class="place">${p.text}</span>` : p.text)}</p>`
      : item.over
        ? item.outcome === 'SILENT' ? html`<p class="waiting">${t('turn.silent')}</p>` : nothing
        : html`<p class="waiting">${t(app.session.approval?.turn === item.turn ? 'turn.leave' : app.session.awaited?.turn === item.turn ? (seated() === item.agent ? 'turn.you' : 'turn.seat') : 'turn.waiting')}</p>`}
    ${sabotage(item)}
    ${item.withdrawn ? html`<p class="trouble">${t('message.withdrawn')}</p>` : nothing}
    ${item.cause ? html`<p class="trouble">${t('turn.failed', { cause: item.cause })}</p>` : nothing}
    ${item.tools.length && (seated() === null || seated() === item.agent) ? html`<ul class="tools">${item.tools.map(toolRow)}</ul>` : nothing}
  </article>`;
}

/** After the reveal: what was false in a message. @param {import('../fold.js').TurnItem} item */
function sabotage(item) {
  const done = app.session.reveal ? app.deeds.filter((d) => d.seq && d.seq === item.said) : [];
  return done.map((d) => html`<p class="deed">${d.kind === 'note' ? d.note : deedText(d)}</p>`);
}

/** @param {import('../fold.js').ToolUse} use */
function toolRow(use) {
  const state = !use.done ? 'open' : use.success ? 'good' : use.denied ? 'denied' : 'bad';
  const mark = { open: '…', good: '✓', bad: '✕', denied: '⊘' }[state];
  const said = { open: t('tool.waiting'), good: t('tool.done'), bad: t('tool.failed'), denied: t('tool.denied') }[state];
  return html`<li><button class="tool ${state}" aria-pressed=${app.selected === use.seq || app.selected === use.answered} @click=${() => select(use)}>
    <span class="mark" aria-hidden="true">${mark}</span><span class="unseen">${said}</span>
    <span class="name">${use.tool}</span>${use.denied && use.leave?.state !== 'deny' ? html`<strong>${said}</strong>` : nothing}${use.leave ? html`<em class="by-leave ${use.leave.state}">${leaveText(use.leave)}</em>` : nothing}<span class="gist">${gist(use)}</span></button></li>`;
}

/** @param {{state: string, by: string}} leave */
function leaveText({ state, by }) {
  return by === 'time limit' ? t('left.late') : t(mine(by) ? `left.${state}.you` : `left.${state}`, { by });
}

/** Input on one line, then the first line of the answer. @param {import('../fold.js').ToolUse} use */
function gist(use) {
  const values = use.input && typeof use.input === 'object' ? Object.values(use.input) : [use.input];
  const input = values.map((v) => (typeof v === 'string' ? v : JSON.stringify(v))).join(', ');
  const first = use.output.split('\n').find((line) => line.trim()) ?? '';
  return use.done ? `${input} → ${first}` : input;
}

/** @param {import('../fold.js').ToolUse} use */
function select(use) {
  app.selected = app.selected === use.seq || app.selected === use.answered ? null : use.seq;
  if (app.selected !== null && matchMedia('(max-width: 759px)').matches) {
    app.pane = 'talk';
  }
  changed();
}

/** @param {import('../fold.js').FactItem} item */
function factLine(item) {
  const values = { ...item.values };
  for (const name of ['agent', 'suspect']) {
    if (name in values && values[name] === null) {
      values[name] = t('nobody');
    }
  }
  const own = `fact.${item.name}.you`;
  const key = mine(values.by) && t(own) !== own ? own : `fact.${item.name}`;
  return html`<div data-key=${item.key} class="fact is-${item.name} ${item.seq === app.target ? 'target' : ''}" id="e${item.seq}"><p>${t(key, values)}
    ${item.quote === undefined ? nothing : html`<q>${item.quote}</q>`}</p></div>`;
}

/** Whether this was done through this page's own client, or by the operator at the command line. @param {unknown} by */
function mine(by) {
  return by === 'dashboard' || by === 'operator';
}
