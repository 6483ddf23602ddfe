/**
 * The film strip under the conversation: a block a turn in its agent's colour, and marks for tool
 * calls, denials, commands and the plan. One canvas, however long the session.
 */
import { app } from './store.js';
import { place } from './fold.js';
import { AGENTS } from './glyphs.js';
import { refused } from './denial.js';
import { indexOf } from './record.js';

let drawn = '';

/** @param {HTMLCanvasElement|null} canvas */
export function drawStrip(canvas) {
  if (!canvas) {
    drawn = '';
    return;
  }
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  const theme = document.documentElement.dataset.theme ?? '';
  const key = [app.id, app.log.length, app.deeds.length, app.session.reveal !== null, width, theme, matchMedia('(prefers-color-scheme: dark)').matches, canvas.isConnected && canvas.width].join();
  if (key === drawn || !width || !app.log.length) {
    return;
  }
  const scale = Math.min(2, devicePixelRatio || 1);
  canvas.width = width * scale;
  canvas.height = height * scale;
  drawn = [app.id, app.log.length, app.deeds.length, app.session.reveal !== null, width, theme, matchMedia('(prefers-color-scheme: dark)').matches, canvas.width].join();
  const pen = canvas.getContext('2d');
  if (!pen) {
    return;
  }
  pen.scale(scale, scale);
  const style = getComputedStyle(canvas);
  /** @param {string} name */
  const colour = (name) => style.getPropertyValue(name).trim();
  const unit = width / app.log.length;
  turns(pen, unit, height, colour);
  marks(pen, unit, height, colour);
  if (app.session.reveal) {
    sabotage(pen, unit, height, colour);
  }
}

/** Where the mole was at work, once that is told. @param {CanvasRenderingContext2D} pen @param {number} unit @param {number} height @param {(name: string) => string} colour */
function sabotage(pen, unit, height, colour) {
  pen.fillStyle = colour('--bad');
  for (const deed of app.deeds) {
    if (deed.seq) {
      const x = (indexOf(deed.seq) + 0.5) * unit;
      pen.beginPath();
      pen.arc(x, height * 0.75, 3.5, 0, 7);
      pen.fill();
    }
  }
}

/** @param {CanvasRenderingContext2D} pen @param {number} unit @param {number} height @param {(name: string) => string} colour */
function turns(pen, unit, height, colour) {
  let from = 0;
  app.log.forEach((e, i) => {
    if (e.type === 'turn_started') {
      from = i;
    } else if (e.type === 'turn_ended') {
      pen.fillStyle = colour(`--agent-${(Math.max(0, place(app.now, e.agent)) % AGENTS) + 1}`);
      pen.globalAlpha = 0.75;
      pen.fillRect(from * unit, height * 0.5, Math.max(1, (i - from + 1) * unit - 1), height * 0.5);
    } else if (e.type === 'round_started') {
      pen.globalAlpha = 1;
      pen.fillStyle = colour('--line-strong');
      pen.fillRect(i * unit, 0, 1, height);
    }
  });
  pen.globalAlpha = 1;
}

/** @param {CanvasRenderingContext2D} pen @param {number} unit @param {number} height @param {(name: string) => string} colour */
function marks(pen, unit, height, colour) {
  app.log.forEach((e, i) => {
    const kind = markOf(e);
    if (kind) {
      pen.fillStyle = colour(kind.colour);
      pen.fillRect(Math.min(i * unit, app.log.length * unit - 2), kind.high ? 0 : height * 0.22, kind.high ? 2.5 : 1.5, kind.high ? height * 0.46 : height * 0.22);
    }
  });
}

/** @param {any} e */
function markOf(e) {
  switch (e.type) {
    case 'tool_returned': return e.success ? { colour: '--ink-faint', high: false } : { colour: '--bad', high: refused(e.result) };
    case 'command_queued': return { colour: '--brass', high: true };
    case 'plan_submitted': return { colour: '--good', high: true };
    case 'session_forked': return { colour: '--ink', high: true };
    default: return null;
  }
}
