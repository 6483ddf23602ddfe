/** The two long lists of a session: the story's items and the trace's rows. */
import { VirtualList } from './virtual.js';
import { app } from './store.js';

export const story = new VirtualList('.scroll.told', 92);
story.landmark = '.stamp'; // then the plan is watched, and the rest follows
export const trace = new VirtualList('.scroll.trace', 29);

/** The list in sight. */
export function current() {
  return app.view === 'trace' ? trace : story;
}

/** Brings an event into view, in whichever reading is shown. @param {number} seq */
export function reveal(seq) {
  if (app.view === 'trace') {
    trace.want(`e${seq}`);
    return;
  }
  const item = itemOf(seq);
  if (item) {
    story.want(item.key);
  }
}

/** The item of the story that tells an event. @param {number} seq */
export function itemOf(seq) {
  let before;
  for (const item of app.session.items) {
    if (item.kind === 'round') {
      continue;
    }
    if (item.seq === seq || (item.kind === 'turn' && (item.said === seq || item.tools.some((u) => u.seq === seq || u.answered === seq)))) {
      return item;
    }
    if (item.seq < seq) {
      before = item;
    }
  }
  return before;
}
