/** What can only be done once the page is drawn: open dialogs, mark what was found, draw on canvases. */
import { app } from './store.js';
import { mark } from './find.js';
import { drawStrip } from './strip.js';
import { drawCharts } from './charts/draw.js';

/** @param {HTMLElement} root */
export function afterDraw(root) {
  const dialog = root.querySelector('dialog');
  if (dialog && !dialog.open) {
    dialog.showModal();
  }
  if (app.find.open) {
    mark(root);
  }
  if (app.id) {
    drawStrip(root.querySelector('canvas.strip'));
  }
  drawCharts(root);
}
