/** Right: all about the selected event - for a tool call what went in and out, and the rights it needed. */
import { html, nothing } from '../../lib/lit-html.js';
import { app, changed, has } from '../store.js';
import { t } from '../i18n.js';
import { ended } from '../fold.js';
import { icon } from '../glyphs.js';
import { eventOf } from '../record.js';
import { refused } from '../denial.js';
import { sessionAddress } from '../router.js';
import { get, session } from '../api.js';
import { loaded, when } from '../office.js';

export function inspector() {
  const e = app.selected === null ? undefined : eventOf(app.selected);
  if (!e) {
    return nothing;
  }
  const call = e.type === 'tool_requested' || e.type === 'tool_returned';
  return html`<section class="inspector" aria-label=${t('inspector.title')}><div class="head"><h2>${call ? html`${t('inspector.tool')}: <code>${e.tool}</code>` : t('inspector.event', { n: e.seq })}</h2>
      <button class="button quiet icon" aria-label=${t('close')} title=${t('close')} @click=${() => { app.selected = null; changed(); }}>${icon('close')}</button></div>
    ${call ? toolCall(e) : other(e)} ${behind(e)}
    <p class="links"><a href=${sessionAddress(app.id ?? '', e.seq, app.view)}>${t('message.link', { n: e.seq })}</a></p></section>`;
}

/** @param {any} e */
function toolCall(e) {
  const asked = e.type === 'tool_requested' ? e : app.log.find((x) => x.type === 'tool_requested' && x.call === e.call && x.turn === e.turn);
  const told = e.type === 'tool_returned' ? e : app.log.find((x) => x.type === 'tool_returned' && x.call === e.call && x.turn === e.turn);
  const denied = told && !told.success && refused(told.result);
  const needs = app.server?.tools?.[e.tool]?.scope ?? null;
  const held = app.about?.crew?.find((/** @type {any} */ m) => m.name === e.agent)?.scopes ?? null;
  return html`<dl><dt>${t('inspector.agent')}</dt><dd>${e.agent}</dd><dt>${t('inspector.turn')}</dt><dd>${e.turn}</dd>
      <dt>${t('inspector.state')}</dt><dd class=${denied ? 'denied' : ''}>${t(!told ? 'tool.waiting' : told.success ? 'tool.done' : denied ? 'tool.denied' : 'tool.failed')}</dd>
      ${needs ? html`<dt>${t('inspector.needs')}</dt><dd><code class="scope ${held && !held.includes(needs) ? 'lacking' : ''}">${needs}</code></dd>` : nothing}
      ${held ? html`<dt>${t('inspector.held')}</dt><dd>${held.map((/** @type {string} */ s) => html`<code class="scope ${s === needs ? 'used' : ''}">${s}</code> `)}</dd>` : nothing}</dl>
    ${denied && has('control') && !ended(app.now) && app.server?.may?.steer !== false
      ? html`<button class="button grave" @click=${() => { app.dialog = { kind: 'revoke', agent: e.agent }; changed(); }}>${icon('denied')} ${t('revoke')}</button>` : nothing}
    <h3>${t('inspector.in')}</h3><pre tabindex="0">${JSON.stringify(asked?.arguments ?? null, null, 2)}</pre>
    <h3>${t('inspector.out')}</h3><pre tabindex="0" class=${told && !told.success ? 'bad' : ''}>${told ? pretty(told.result) : t('inspector.none')}</pre>`;
}

/**
 * What the models of a turn were asked and how long they took: of a session whose operator may see
 * it, since it is unblinded. Else nobody may before the reveal.
 * @param {any} e
 */
function behind(e) {
  if (!app.now.unblinded || !e.turn || app.server?.may?.steer === false) {
    return nothing;
  }
  const start = app.log.find((x) => x.type === 'turn_started' && x.turn === e.turn);
  const over = app.log.some((x) => x.type === 'turn_ended' && x.turn === e.turn);
  if (!start || !over) {
    return nothing;
  }
  const it = loaded(`behind ${app.id} ${e.turn}`, () => get(`${session(app.id ?? '', 'events')}?view=engine&after=${start.seq - 1}`));
  return when(it, (page) => {
    const calls = page.events.filter((/** @type {any} */ x) => x.type === 'model_replied' && x.turn === e.turn);
    return html`<h3>${t('inspector.model')}</h3><div class="sheet" tabindex="0" role="region" aria-label=${t('inspector.model')}><table><thead><tr><th scope="col">${t('inspector.call')}</th><th scope="col">${t('inspector.asked')}</th><th scope="col">${t('inspector.said')}</th><th scope="col">ms</th></tr></thead>
      <tbody>${calls.map((/** @type {any} */ c) => html`<tr><td>${c.call}</td><td class="n">${c.promptTokens}</td><td class="n">${c.completionTokens}</td><td class="n">${c.tookMs}</td></tr>`)}</tbody></table></div>`;
  });
}

/** Any other event: its facts as they stand in the log. @param {any} e */
function other(e) {
  const calls = e.type === 'message_spoken' ? app.log.filter((x) => x.type === 'tool_requested' && x.turn === e.turn) : [];
  return html`<dl><dt>${t('inspector.type')}</dt><dd><code>${e.type}</code></dd>
      ${e.agent ? html`<dt>${t('inspector.agent')}</dt><dd>${e.agent}</dd>` : nothing} ${e.turn ? html`<dt>${t('inspector.turn')}</dt><dd>${e.turn}</dd>` : nothing}
      ${calls.length ? html`<dt>${t('inspector.rests')}</dt><dd>${calls.map((c) => html`<button class="textual" @click=${() => { app.selected = c.seq; changed(); }}>${c.tool}</button> `)}</dd>` : nothing}</dl>
    <h3>${t('inspector.facts')}</h3><pre tabindex="0">${JSON.stringify(e, null, 2)}</pre>`;
}

/** JSON is set out in lines; all else stays as it came. @param {string} text */
function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
