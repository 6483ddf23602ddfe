/** A class at one session: the host's side and the player's. */
import { html, nothing } from '../../lib/lit-html.js';
import { app, changed } from '../store.js';
import { t } from '../i18n.js';
import { place } from '../fold.js';
import { glyph, tint } from '../glyphs.js';
import { classroom, loadRoom } from '../actions.js';

export function classPane() {
  const s = app.now;
  const role = app.server?.login?.role;
  if (!role && s.moleGame && !s.locked && app.server && !app.server.asks_login && app.server.may?.steer !== false) {
    return html`<section class="class"><details><summary><h2>${t('class.title')}</h2></summary><p>${t('class.door')}</p><pre tabindex="0">HEIST_LOGIN=true ./heist up</pre></details></section>`;
  }
  if (!role || !s.moleGame || role === 'viewer' || (role === 'player' && !app.room)) {
    return nothing;
  }
  return html`<section class="class"><div class="head"><h2>${t('class.title')}</h2></div>
    ${role === 'player' ? player() : host(s)} ${app.room?.votes ? votes() : nothing}</section>`;
}

/** @param {import('../fold.js').Session} s */
function host(s) {
  const room = app.room;
  if (!room) {
    return html`<p>${t('class.text')}</p><button class="button" ?disabled=${s.locked} @click=${() => classroom('', { session: app.id })}>${t('class.open')}</button>`;
  }
  const ready = (room.names ?? []).filter((/** @type {any} */ n) => n.ready).length;
  return html`<p class="join-code"><span>${t('class.code')}</span> <code>${room.code}</code></p>
    ${room.revealed ? nothing : html`<p>${t('class.ready', { ready, n: room.players })}</p>
      <div class="controls"><button class="button" @click=${loadRoom}>${t('office.again')}</button>
      <button class="button main" @click=${() => { app.dialog = { kind: 'ask', title: t('class.reveal.title'), text: t('class.reveal.text'), yes: t('class.reveal'), work: () => classroom('/reveal', { session: app.id }) }; changed(); }}>${t('class.reveal')}</button></div>`}`;
}

function player() {
  const me = app.room.me;
  if (app.room.revealed || app.now.locked) {
    return html`<p>${t('class.closed')}</p>`;
  }
  return html`<p>${me?.accused ? t('class.mine', { agent: me.suspect ?? t('nobody') }) : t('class.choose')}</p>
    <fieldset class="suspects"><legend class="unseen">${t('accuse.title')}</legend>
      ${app.now.members.map((m, i) => option(m.name, me, html`<span class=${tint(i)}>${glyph(i)}</span><span>${m.name}</span>`))} ${option(null, me, html`<span>${t('nobody')}</span>`)}</fieldset>`;
}

/** @param {string|null} name @param {any} me @param {unknown} label */
function option(name, me, label) {
  return html`<label class=${name === null ? 'nobody' : ''}><input type="radio" name="class-suspect" .checked=${me?.accused && (me.suspect ?? null) === name} @change=${() => classroom('/accusation', { suspect: name })}>${label}</label>`;
}

function votes() {
  return html`<h3>${t('class.votes')}</h3><ul class="votes">${app.room.votes.map((/** @type {any} */ v) => {
    const at = v.suspect ? place(app.now, v.suspect) : -1;
    return html`<li><b>${v.name}</b> <span class=${at >= 0 ? tint(at) : ''}>${v.accused ? (at >= 0 ? html`${glyph(at)} ${v.suspect}` : t('nobody')) : t('class.silent')}</span></li>`;
  })}</ul>`;
}
