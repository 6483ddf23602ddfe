/** Agents are told apart by shape, colour and name; icons of the controls. */
import { svg } from '../lib/lit-html.js';

export const AGENTS = 8;

const SHAPES = [
  'M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13z',
  'M2.2 2.2h11.6v11.6H2.2z',
  'M8 1.2 15.2 14H.8z',
  'M8 .8 15.2 8 8 15.2.8 8z',
  'M4.4 1.6h7.2L15.2 8l-3.6 6.4H4.4L.8 8z',
  'M8 .6l2.2 4.9 5.3.5-4 3.6 1.2 5.3L8 12.1l-4.7 2.8 1.2-5.3-4-3.6 5.3-.5z',
  'M5.6 1h4.8v4.6H15v4.8h-4.6V15H5.6v-4.6H1V5.6h4.6z',
  'M1.5 4.5a6.5 6.5 0 0 1 13 0L8 15z',
];

/** @param {number} place of the agent in its crew, from 0 */
export function glyph(place) {
  return svg`<svg class="glyph" viewBox="0 0 16 16" aria-hidden="true"><path d=${SHAPES[Math.max(0, place) % SHAPES.length]}></path></svg>`;
}

/** The class that carries the agent's colour. @param {number} place */
export function tint(place) {
  return `agent-${(Math.max(0, place) % SHAPES.length) + 1}`;
}

/** @type {Record<string, string>} */
const ICONS = {
  pause: 'M3 2h4v12H3zM9 2h4v12H9z',
  resume: 'M3.5 1.5 14 8 3.5 14.5z',
  step: 'M2 1.5 11 8 2 14.5zM12 2h2.5v12H12z',
  stop: 'M2.5 2.5h11v11h-11z',
  menu: 'M8 1.5a6.5 6.5 0 1 0 0 13zM8 0a8 8 0 1 1 0 16A8 8 0 0 1 8 0z',
  close: 'M2.3 3.7 3.7 2.3 8 6.6l4.3-4.3 1.4 1.4L9.4 8l4.3 4.3-1.4 1.4L8 9.4l-4.3 4.3-1.4-1.4L6.6 8z',
  list: 'M1 2.5h14v2H1zM1 7h14v2H1zM1 11.5h14v2H1z',
  play: 'M3.5 1.5 14 8 3.5 14.5z',
  back: 'M12.5 1.5v13L5 8zM2.5 1.5H5v13H2.5z',
  forth: 'M3.5 1.5v13L11 8zM11 1.5h2.5v13H11z',
  denied: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zm-3.9 4.5a4.8 4.8 0 0 0 6.4 6.4zM5.5 4.1l6.4 6.4a4.8 4.8 0 0 0-6.4-6.4z',
  up: 'M9 14H7V5L4 8 2.6 6.6 8 1.2l5.4 5.4L12 8 9 5z',
  find: 'M6.5 1a5.5 5.5 0 0 1 4.4 8.8l4 4-1.4 1.4-4-4A5.5 5.5 0 1 1 6.5 1zm0 2a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z',
  link: 'M6.6 9.4a3 3 0 0 0 4.2 0l2.6-2.6a3 3 0 0 0-4.2-4.2L8 3.8l1 1 1.2-1.2a1.6 1.6 0 0 1 2.2 2.2L9.8 8.4a1.6 1.6 0 0 1-2.2 0zM9.4 6.6a3 3 0 0 0-4.2 0L2.6 9.2a3 3 0 0 0 4.2 4.2L8 12.2l-1-1-1.2 1.2a1.6 1.6 0 0 1-2.2-2.2l2.6-2.6a1.6 1.6 0 0 1 2.2 0z',
  fork: 'M3 1h2v5.2l3 2.4 3-2.4V1h2v6.2L9 10.4V15H7v-4.6L3 7.2z',
  keys: 'M1 3.5h14v9H1zM3 6v1.5h1.5V6zm3 0v1.5h1.5V6zm3 0v1.5h1.5V6zm3 0v1.5h1V6zM4 9v1.5h8V9z',
  down: 'M7 1h2v9l3-3 1.4 1.4L8 13.8 2.6 8.4 4 7l3 3z',
};

/** @param {string} name */
export function icon(name) {
  return svg`<svg viewBox="0 0 16 16" aria-hidden="true"><path d=${ICONS[name]}></path></svg>`;
}

/** A dial with a tick a turn, done ones in brass. @param {number} done @param {number} all @param {string} label */
export function dial(done, all, label) {
  const ticks = Math.min(60, Math.max(all, 1));
  return svg`<svg class="dial" viewBox="0 0 40 40" role="img" aria-label=${label}>
    ${Array.from({ length: ticks }, (_, i) => {
      const angle = (i / ticks) * 2 * Math.PI - Math.PI / 2;
      const [x, y] = [Math.cos(angle), Math.sin(angle)];
      return svg`<line class=${i < (done / Math.max(all, 1)) * ticks ? 'done' : ''} x1=${(20 + 14 * x).toFixed(1)} y1=${(20 + 14 * y).toFixed(1)} x2=${(20 + 18 * x).toFixed(1)} y2=${(20 + 18 * y).toFixed(1)}></line>`;
    })}
    <text x="20" y="20.5">${done}</text>
  </svg>`;
}

/** The vault of the first visit: a combination dial that somebody is trying. */
export function vault() {
  return svg`<svg class="vault" viewBox="0 0 160 160" aria-hidden="true" fill="none" stroke-linecap="round">
    <circle class="door" cx="80" cy="80" r="76" stroke-width="3"></circle>
    <path class="knob" d="M80 10l5-8h-10z"></path>
    <g class="turning">
      <circle class="door" cx="80" cy="80" r="66" stroke-width="1.5"></circle>
      ${Array.from({ length: 50 }, (_, i) => {
        const [x, y] = around(i / 50);
        const inner = i % 5 === 0 ? 57 : 60.5;
        return svg`<line class="tick" stroke-width=${i % 5 === 0 ? 1.8 : 0.9} x1=${at(inner * x)} y1=${at(inner * y)} x2=${at(64 * x)} y2=${at(64 * y)}></line>`;
      })}
      ${Array.from({ length: 10 }, (_, i) => {
        const [x, y] = around(i / 10);
        return svg`<text x=${at(48 * x)} y=${at(48 * y)}>${i * 10}</text>`;
      })}
      <circle class="wheel" cx="80" cy="80" r="30" stroke-width="2.5"></circle>
      ${[0, 1, 2].map((i) => {
        const [x, y] = around(i / 3);
        return svg`<line class="wheel" stroke-width="5" x1=${at(12 * x)} y1=${at(12 * y)} x2=${at(27 * x)} y2=${at(27 * y)}></line>`;
      })}
      <circle class="knob" cx="80" cy="80" r="9"></circle>
    </g>
  </svg>`;
}

/** A point of the unit circle, clockwise from the top. @param {number} part */
function around(part) {
  return [Math.sin(part * 2 * Math.PI), -Math.cos(part * 2 * Math.PI)];
}

/** @param {number} offset from the middle */
function at(offset) {
  return (80 + offset).toFixed(1);
}
