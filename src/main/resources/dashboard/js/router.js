/**
 * The address says what is shown: `#ID` a session, `#ID/12` an event of it, `#ID/12/trace` in
 * another reading; `#/health` a page beside sessions, `#/compare/A/B` with what it is about.
 */
const VIEWS = new Set(['story', 'trace', 'site', 'figures']);

/**
 * @param {string} hash
 * @returns {{page: string|null, args: string[], id: string|null, event: number|null, view: string|null}}
 */
export function parse(hash) {
  const parts = hash.replace(/^#/, '').split('/').map(decode);
  if (parts[0] === '' && parts.length > 1) {
    return { page: parts[1] || null, args: parts.slice(2), id: null, event: null, view: null };
  }
  const event = Number(parts[1]);
  const view = parts.slice(1).find((p) => VIEWS.has(p)) ?? null;
  return { page: null, args: [], id: parts[0] || null, event: Number.isInteger(event) && event > 0 ? event : null, view };
}

/** @param {string} part */
function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** @param {string} id @param {number} [event] @param {string} [view] */
export function sessionAddress(id, event, view) {
  return `#${[id, event, view && view !== 'story' ? view : undefined].filter((p) => p !== undefined).map((p) => encodeURIComponent(String(p))).join('/')}`;
}

/** @param {string} page @param {string[]} args */
export function pageAddress(page, ...args) {
  return `#/${[page, ...args].map(encodeURIComponent).join('/')}`;
}
