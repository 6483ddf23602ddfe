/** Draws the charts that the page has declared. Chart.js is fetched when the first one is in sight. */
import { app, changed } from '../store.js';
import { t } from '../i18n.js';

/** @typedef {{version: string, config: () => any}} Declared */

/** @type {Map<string, Declared>} */
const declared = new Map();
/** @type {Map<Element, {version: string, chart: any}>} */
const drawn = new Map();
/** @type {Promise<any>|null} */
let library = null;

/** @param {string} id @param {string} version changes with the figures @param {() => any} config of Chart.js */
export function declare(id, version, config) {
  declared.set(id, { version, config });
}

function load() {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = 'lib/chart.js';
    script.onload = () => resolve(/** @type {any} */ (globalThis).Chart);
    script.onerror = () => reject(new Error(t('chart.missing')));
    document.head.append(script);
  });
  return library;
}

/** @param {HTMLElement} root */
export function drawCharts(root) {
  for (const [canvas, { chart }] of drawn) {
    if (!canvas.isConnected) {
      chart.destroy();
      drawn.delete(canvas);
    }
  }
  const wanted = /** @type {HTMLCanvasElement[]} */ ([...root.querySelectorAll('canvas[data-chart]')]);
  if (!wanted.length) {
    return;
  }
  load().then((Chart) => wanted.forEach((canvas) => paint(Chart, canvas))).catch((e) => {
    library = null;
    app.trouble = e.message;
    changed();
  });
}

/** @param {any} Chart @param {HTMLCanvasElement} canvas */
function paint(Chart, canvas) {
  const it = declared.get(canvas.dataset.chart ?? '');
  if (!it || !canvas.isConnected) {
    return;
  }
  const theme = `${document.documentElement.dataset.theme} ${matchMedia('(prefers-color-scheme: dark)').matches}`;
  const version = `${it.version} ${theme}`;
  const before = drawn.get(canvas);
  if (before?.version === version) {
    return;
  }
  before?.chart.destroy();
  drawn.set(canvas, { version, chart: new Chart(canvas, styled(it.config(), canvas)) });
}

/** Faces and colours from the page's tokens. @param {any} config @param {HTMLElement} canvas */
function styled(config, canvas) {
  const style = getComputedStyle(canvas);
  const ink = style.getPropertyValue('--ink-soft').trim();
  const line = style.getPropertyValue('--line').trim();
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const options = config.options ?? {};
  for (const scale of Object.values(options.scales ?? {})) {
    const s = /** @type {any} */ (scale);
    s.grid = { color: line, ...s.grid };
    s.ticks = { color: ink, precision: 0, ...s.ticks };
    s.title = s.title ? { color: ink, display: true, ...s.title } : s.title;
  }
  return {
    ...config,
    options: {
      maintainAspectRatio: false,
      responsive: true,
      ...options,
      animation: calm ? false : { duration: 250 },
      color: ink,
      font: { family: style.fontFamily },
      plugins: { legend: { labels: { color: ink, boxWidth: 12 } }, ...options.plugins },
    },
  };
}

/** A token's value, for use in a chart. @param {string} name */
export function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
