/** The page's own find: the list is drawn in part only, so that the browser's would miss most of it. */
import { app, changed } from './store.js';
import { reveal } from './lists.js';

let memory = { key: '', hits: /** @type {number[]} */ ([]) };

/** Words of an event that a person can read. @param {any} e */
export function words(e) {
  switch (e.type) {
    case 'message_spoken': return `${e.agent} ${e.text}`;
    case 'tool_requested': return `${e.agent} ${e.tool} ${JSON.stringify(e.arguments)}`;
    case 'tool_returned': return `${e.tool} ${e.result}`;
    case 'plan_submitted': return `${e.agent} ${Object.entries(e.plan).join(' ')}`;
    case 'command_queued': return `${e.agent} ${e.text}`;
    case 'turn_ended': return e.cause ?? '';
    case 'step_executed': return `${e.title} ${e.text}`;
    case 'outcome_reached': return e.story;
    case 'turn_started': case 'round_started': case 'session_created': return '';
    default: return `${e.type} ${e.agent ?? ''} ${e.suspect ?? ''} ${e.by ?? ''}`;
  }
}

/** Numbers of the events in which the text occurs. */
export function hits() {
  const text = app.find.text.trim().toLowerCase();
  const until = app.cursor ?? app.log.length;
  const key = `${app.id} ${until} ${text}`;
  if (memory.key !== key) {
    memory = { key, hits: text ? app.log.slice(0, until).filter((e) => words(e).toLowerCase().includes(text)).map((e) => e.seq) : [] };
  }
  return memory.hits;
}

/** @param {string} text */
export function search(text) {
  app.find.text = text;
  app.find.at = 0;
  turn(0);
}

/** To the next find, or the one before. @param {number} way */
export function turn(way) {
  const found = hits();
  if (found.length) {
    app.find.at = (app.find.at + way + found.length) % found.length;
    const seq = found[app.find.at];
    app.selected = seq;
    reveal(seq);
  }
  changed();
}

export function openFind() {
  app.find.open = true;
  changed();
  requestAnimationFrame(() => requestAnimationFrame(() => /** @type {HTMLInputElement|null} */ (document.querySelector('.find input'))?.focus()));
}

export function closeFind() {
  app.find = { open: false, text: '', at: 0 };
  CSS.highlights?.delete('found');
  changed();
}

/** Highlights the text where it is drawn, without touching the document. @param {HTMLElement} root */
export function mark(root) {
  const text = app.find.text.trim().toLowerCase();
  if (!CSS.highlights) {
    return;
  }
  const ranges = [];
  if (text) {
    for (const el of root.querySelectorAll('.said, .gist, .fact p, .tool .name, .card header b, .row .type, .row .who, .steps p, .story')) {
      const walker = document.createTreeWalker(el, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const low = (node.nodeValue ?? '').toLowerCase();
        for (let at = low.indexOf(text); at >= 0; at = low.indexOf(text, at + text.length)) {
          const range = new Range();
          range.setStart(node, at);
          range.setEnd(node, at + text.length);
          ranges.push(range);
        }
      }
    }
  }
  CSS.highlights.set('found', new Highlight(...ranges));
}
