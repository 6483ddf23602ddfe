/** Bottom: where in the record we are, and going through it. */
import { html, nothing } from '../../lib/lit-html.js';
import { live } from '../../lib/directives/live.js';
import { app, changed } from '../store.js';
import { ended } from '../fold.js';
import { t } from '../i18n.js';
import { icon } from '../glyphs.js';
import { nextEvent, shown } from '../record.js';
import { go, setSpeed, SPEEDS, toggle } from '../play.js';
import { sessionAddress } from '../router.js';
import { seated } from '../seat.js';
import { pace } from '../actions.js';
import { copyLink } from '../notice.js';

export function scrubber() {
  if (app.log.length < 2) {
    return nothing;
  }
  const at = shown();
  const event = app.log[at - 1];
  const s = app.session;
  const going = app.cursor === null && !ended(app.now); // then there is nothing to play, it plays
  return html`<footer class="scrubber" aria-label=${t('replay')}>
    <div class="controls">
      <button class="button quiet icon" aria-label=${t('replay.back')} title=${t('replay.back')} @click=${() => go(nextEvent(-1))} ?disabled=${at <= 1}>${icon('back')}</button>
      <button class="button icon" aria-label=${t(app.playing ? 'replay.stop' : 'replay.play')} title=${t(app.playing ? 'replay.stop' : 'replay.play')} ?disabled=${going} @click=${toggle}>${icon(app.playing ? 'pause' : 'play')}</button>
      <button class="button quiet icon" aria-label=${t('replay.forth')} title=${t('replay.forth')} @click=${() => go(nextEvent(1))} ?disabled=${app.cursor === null}>${icon('forth')}</button>
    </div>
    <div class="film"><canvas class="strip" aria-hidden="true"></canvas>
      <input type="range" min="1" max=${app.log.length} .value=${live(String(at))} aria-label=${t('replay.place')}
        aria-valuetext=${t('replay.at', { n: event?.seq ?? 0, turn: s.turn, agent: s.speaker ?? '' })} @input=${(/** @type {any} */ e) => go(Number(e.target.value))}></div>
    <span class="where">${t('replay.where', { turn: s.turn, n: event?.seq ?? 0 })}</span>
    ${going ? wait() : html`<label class="speed"><span class="unseen">${t('replay.speed')}</span><select @change=${(/** @type {any} */ e) => setSpeed(Number(e.target.value))}>
      ${SPEEDS.map((x) => html`<option value=${x} ?selected=${x === app.speed}>${x}×</option>`)}</select></label>`}
    <button class="button quiet icon" aria-label=${t('replay.link')} title=${t('replay.link')} @click=${() => copyLink(sessionAddress(app.id ?? '', event?.seq ?? 1, app.view))}>${icon('link')}</button>
    ${mayFork() ? html`<button class="button quiet fork" aria-label=${t('fork')} title=${t('fork')} @click=${() => { app.dialog = { kind: 'fork', turn: s.turn }; changed(); }}>${icon('fork')} <span class="wide-only">${t('fork.short')}</span></button>` : nothing}
    <span class="end">${app.cursor === null
      ? html`<span class="line ${app.live === false ? 'lost' : ''}">${t(app.live === false ? 'line.lost' : ended(app.now) ? 'line.closed' : 'line.live')}</span>`
      : html`<button class="button main small" @click=${() => { go(app.log.length); changed(); }}>${t(ended(app.now) ? 'replay.end' : 'replay.live')}</button>`}</span>
  </footer>`;
}

const WAITS = [0, 0.5, 1, 1.5, 3, 5, 10];

/** How long the session waits before a turn, where it waits at all: its pace, not the replay's. */
function wait() {
  const now = app.about?.pace;
  if (app.server?.may?.steer === false || seated() !== null || typeof now !== 'number' || (app.about.model !== 'offline' && !now)) {
    return nothing;
  }
  const choices = [...new Set([...WAITS, now])].sort((a, b) => a - b);
  return html`<label class="speed"><span class="wide-only">${t('pace.short')}</span> <select name="session-pace" aria-label=${t('limits.pace')} title=${t('limits.pace')} @change=${(/** @type {any} */ e) => pace(Number(e.target.value))}>
    ${choices.map((x) => html`<option value=${x} ?selected=${x === now}>${t('pace.seconds', { x })}</option>`)}</select></label>`;
}

/** A session with a secret can be forked once that is out. */
function mayFork() {
  const s = app.now;
  return s.turn > 0 && (!s.moleGame || s.locked || s.unblinded);
}
