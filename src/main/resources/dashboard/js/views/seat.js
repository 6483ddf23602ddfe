/** The seat of whoever plays an agent: what it is told, what it may use, and its words. */
import { html, nothing } from '../../lib/lit-html.js';
import { app, changed } from '../store.js';
import { t, tOr } from '../i18n.js';
import { ended, place } from '../fold.js';
import { glyph, tint } from '../glyphs.js';
import { giveUp, myTurn, say, seated, standUp, take, use } from '../seat.js';
import { limit } from './leave.js';
import { read, toolFields } from './fields.js';

/** At the side: who one is, the brief, orders, what the agent's model would be sent. */
export function seatPane() {
  const s = app.now;
  const view = app.seat?.view;
  if (!view) {
    return offered() ? html`<section class="seatpane"><details ?open=${app.office.seatOpen === true}><summary><h2>${t('seat.take')}</h2></summary>
        <p>${t('seat.take.text')}</p><form class="inline" @submit=${sit}><label class="field"><span>${t('seat.token')}</span><input type="password" name="token" required autocomplete="off"></label>
        <button class="button">${t('seat.sit')}</button></form></details></section>` : nothing;
  }
  const at = place(s, view.agent);
  return html`<section class="seatpane"><div class="head"><h2><span class=${tint(at)}>${glyph(at)}</span> ${t('seat.you', { agent: view.agent })}</h2>
      <button class="textual" @click=${ended(s) ? standUp : askUp}>${t('seat.up')}</button></div>
    ${view.brief ? html`<h3>${t('seat.brief')}</h3><p class="brief">${plain(view.brief)}</p>` : nothing}
    ${sources(view)}
    ${view.orders.length ? html`<h3>${t('seat.orders')}</h3><ul class="orders">${view.orders.map((/** @type {string} */ o) => html`<li>${o}</li>`)}</ul>` : nothing}
    <details><summary>${t('seat.persona')}</summary><p class="brief">${view.persona}</p></details>
    <details><summary>${t('seat.job')}</summary><p class="brief">${view.job}</p></details>
    <details><summary>${t('seat.prompt')}</summary>${view.prompt.map((/** @type {any} */ m) => html`<pre tabindex="0">${m.text}</pre>`)}</details>
  </section>`;
}

/** The way of working in a person's words. @param {string} brief */
function plain(brief) {
  return brief.replace(/\b(false_info|timing_errors|coordination_chaos|subtle_delays|wrong_tools)\b/g, (id) => tOr(`strategy.${id}`, id));
}

/** What there is to read, as the agent's model is told. @param {any} view */
function sources(view) {
  const lines = view.prompt.map((/** @type {any} */ m) => m.text).join('\n').split('\n');
  const from = lines.findIndex((/** @type {string} */ l) => /^#*\s*(Sources|Quellen)\b/.test(l));
  const rest = from < 0 ? [] : lines.slice(from + 1);
  const until = rest.findIndex((/** @type {string} */ l) => !l.trim() || l.startsWith('#'));
  const list = rest.slice(0, until < 0 ? rest.length : until);
  return list.length ? html`<h3>${t('seat.sources')}</h3><ul class="orders">${list.map((/** @type {string} */ l) => html`<li>${l.replace(/^[-*]\s*/, '')}</li>`)}</ul>` : nothing;
}

function askUp() {
  app.dialog = { kind: 'ask', title: t('seat.up.title'), text: t('seat.up.text', { agent: app.seat.view.agent }), yes: t('seat.up'), work: giveUp };
  changed();
}

/** Seats of this session that somebody may be waiting to take. */
function offered() {
  return (app.about?.humans ?? []).length > 0 && !ended(app.now);
}

/** Under the conversation: to speak, to use a tool, to vote; quiet while others are on. */
export function composer() {
  const agent = seated();
  if (agent === null || app.cursor !== null) {
    return nothing;
  }
  const at = place(app.now, agent);
  const who = html`<span class=${tint(at)}>${glyph(at)}</span> <b>${agent}</b>`;
  if (!myTurn()) {
    return html`<section class="composer idle" aria-label=${t('seat.title')}><p>${who} ${t(app.seat.view.present ? (app.now.speaker && app.now.speaker !== agent ? 'seat.others' : 'seat.wait') : 'seat.gone', { agent: app.now.speaker ?? '' })}</p></section>`;
  }
  const vote = app.seat.view.turn?.kind === 'VOTE';
  return html`<section class="composer" aria-label=${t('seat.title')}>
    <div class="head"><h2><span class=${tint(at)}>${glyph(at)}</span> ${t(vote ? 'seat.vote' : 'seat.turn', { agent })}</h2>${limit()}</div>
    ${vote ? ballot() : html`${words()} ${tools()}`}</section>`;
}

function words() {
  return html`<form class="words" @submit=${speak}>
    <label class="field"><span>${t('seat.say')}</span><textarea name="text" maxlength="4000" rows="3" placeholder=${t('seat.say.hint')}></textarea></label>
    <div class="saying"><label class="field"><span>${t('seat.note')}</span><input type="text" name="note" maxlength="1000" .value=${app.seat.note} @input=${(/** @type {any} */ e) => { app.seat.note = e.target.value; }}></label>
    <div class="controls"><button class="button main">${t('seat.speak')}</button><button type="button" class="button" @click=${() => say('', app.seat.note)}>${t('seat.pass')}</button></div></div></form>`;
}

function tools() {
  const all = app.seat.view.tools;
  const chosen = all.find((/** @type {any} */ x) => x.name === app.seat.tool) ?? all[0];
  return chosen
    ? html`<details class="tooluse" ?open=${app.seat.tool !== ''}><summary>${t('seat.tools', { n: all.length })}</summary>${answered()}
        <form @submit=${(/** @type {SubmitEvent} */ e) => call(e, chosen)}>
          <label class="field"><span>${t('tool')}</span><select name="-tool" @change=${(/** @type {any} */ e) => { app.seat.tool = e.target.value; changed(); }}>
            ${all.map((/** @type {any} */ x) => html`<option ?selected=${x === chosen}>${x.name}</option>`)}</select></label>
          <p class="hint">${chosen.description ?? ''}${chosen.approval ? ` ${t('seat.needs_leave')}` : ''}</p>
          ${toolFields(chosen.parameters)}
          <button class="button">${t('seat.use')}</button></form></details>`
    : nothing;
}

/** What the last tool of this turn said, whole. */
function answered() {
  const turn = app.now.items.findLast((i) => i.kind === 'turn' && i.agent === seated());
  const use = turn?.kind === 'turn' && !turn.over ? turn.tools.findLast((u) => u.done) : undefined;
  return use ? html`<h3>${t('seat.answer', { tool: use.tool })}</h3><pre tabindex="0" class=${use.success ? '' : 'bad'}>${use.output}</pre>` : nothing;
}

function ballot() {
  const members = app.now.members.map((m, i) => ({ ...m, at: i })).filter((m) => !m.gone);
  return html`<form @submit=${vote}><fieldset class="suspects"><legend class="unseen">${t('seat.vote', { agent: seated() })}</legend>
      ${members.map((m) => html`<label><input type="radio" name="suspect" required value=${m.name}><span class=${tint(m.at)}>${glyph(m.at)}</span><span>${m.name}</span></label>`)}
      <label class="nobody"><input type="radio" name="suspect" required value="nobody"><span>${t('nobody')}</span></label></fieldset>
    <button class="button main">${t('seat.cast')}</button></form>`;
}

/** @param {SubmitEvent} e */
function form(e) {
  e.preventDefault();
  return /** @type {HTMLFormElement} */ (e.target);
}

/** @param {SubmitEvent} e */
function sit(e) {
  take(String(new FormData(form(e)).get('token')).trim());
}

/** @param {SubmitEvent} e */
async function speak(e) {
  const f = form(e);
  const data = new FormData(f);
  await say(String(data.get('text')).trim(), String(data.get('note')).trim());
  if (!app.trouble && app.seat) {
    app.seat.note = '';
    f.reset();
  }
}

/** @param {SubmitEvent} e */
function vote(e) {
  say(`VOTE: ${new FormData(form(e)).get('suspect')}`, '');
}

/** @param {SubmitEvent} e @param {any} tool */
function call(e, tool) {
  const values = read(form(e), tool.parameters);
  app.seat.tool = tool.name;
  if (values) {
    use(tool.name, values);
  }
}
