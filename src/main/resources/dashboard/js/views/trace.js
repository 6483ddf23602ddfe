/** The engineer's reading: every public event, a row each. */
import { html, nothing } from '../../lib/lit-html.js';
import { repeat } from '../../lib/directives/repeat.js';
import { app, changed } from '../store.js';
import { currentLanguage, t } from '../i18n.js';
import { place } from '../fold.js';
import { glyph, tint } from '../glyphs.js';
import { trace } from '../lists.js';
import { refused } from '../denial.js';
import { words } from '../find.js';

let memory = { key: '', rows: /** @type {{key: string, event: any}[]} */ ([]) };

function rows() {
  const until = app.cursor ?? app.log.length;
  const key = `${app.id} ${until}`;
  if (memory.key !== key) {
    memory = { key, rows: app.log.slice(0, until).map((event) => ({ key: `e${event.seq}`, event })) };
  }
  return memory.rows;
}

export function traceView() {
  const { part, above, below } = trace.window(rows());
  return html`<div class="scroll trace" tabindex="0" role="log" aria-live="off" aria-label=${t('view.trace')} @scroll=${() => { trace.scrolled(); changed(); }}>
    <div class="heads" aria-hidden="true"><span class="n">#</span><span class="n turn">${t('inspector.turn')}</span><span class="type">${t('inspector.type')}</span><span class="who">${t('inspector.agent')}</span><span class="gist">${t('inspector.facts')}</span></div>
    <div class="gap" .style=${`height:${above}px`}></div>
    ${repeat(part, (r) => r.key, row)}
    <div class="gap" .style=${`height:${below}px`}></div></div>`;
}

/** @param {{key: string, event: any}} r */
function row({ key, event: e }) {
  const at = e.agent ? place(app.session, e.agent) : -1;
  const bad = (e.type === 'tool_returned' && !e.success) || e.outcome === 'FAILED';
  return html`<button class="row ${bad ? (refused(e.result) ? 'denied' : 'bad') : ''} ${at >= 0 ? tint(at) : ''}" data-key=${key} aria-pressed=${app.selected === e.seq}
      @click=${() => { app.selected = app.selected === e.seq ? null : e.seq; changed(); }}>
    <span class="n">${e.seq}</span><span class="n turn">${e.turn ? `T${e.turn}` : ''}</span><span class="type" title=${e.type}>${e.type}</span>
    <span class="who">${at >= 0 ? html`${glyph(at)} ${e.agent}` : nothing}</span><span class="gist">${summary(e)}</span></button>`;
}

/** A time of the log as this person's clock shows it. @param {string|undefined} iso */
function time(iso) {
  const at = iso ? new Date(iso) : null;
  return at && !Number.isNaN(at.getTime()) ? at.toLocaleTimeString(currentLanguage()) : '';
}

/** One line on what happened, in the log's own words. @param {any} e */
export function summary(e) {
  switch (e.type) {
    case 'session_created': return `${e.title} · ${e.crew.length} agents · ${e.rounds} rounds${e.commitment ? ` · commitment ${String(e.commitment).slice(0, 12)}…` : ''}`;
    case 'round_started': return `round ${e.round}: ${e.order.join(', ')}`;
    case 'turn_started': return String(e.kind ?? '').toLowerCase();
    case 'turn_ended': return [e.outcome, e.cause, time(e.at)].filter(Boolean).join(' · ');
    case 'tool_requested': return `${e.tool} ${JSON.stringify(e.arguments)}`;
    case 'tool_returned': return `${e.tool} ${e.success ? '→' : '✕'} ${String(e.result).replace(/\s+/g, ' ').slice(0, 300)}`;
    case 'message_spoken': return String(e.text).replace(/\s+/g, ' ');
    case 'plan_submitted': return `no. ${e.revision}: ${Object.entries(e.plan).map(([k, v]) => `${k}=${v}`).join(' ')}`;
    case 'step_executed': return `${e.step}. ${e.title} ${e.success ? '✓' : '✕'} ${e.text}`;
    case 'outcome_reached': return `${e.success ? '✓' : '✕'} ${e.story}`;
    default: {
      const rest = Object.entries(e).filter(([k, v]) => !['v', 'type', 'seq', 'agent', 'turn', 'at'].includes(k) && v !== null && typeof v !== 'object');
      return [...rest.map(([k, v]) => `${k}=${v}`), time(e.at)].filter(Boolean).join(' ') || words(e);
    }
  }
}
