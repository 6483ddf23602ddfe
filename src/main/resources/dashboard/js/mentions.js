/** Names of places within what was said. Pure but for a small memory. */

/** @type {WeakMap<object, {pattern: RegExp, byName: Map<string, any>}|null>} */
const known = new WeakMap();

/** Places of a floor plan by their lower-case name: rooms, ways in, blind spots. @param {any} site */
function lexicon(site) {
  if (!site) {
    return null;
  }
  let it = known.get(site);
  if (it === undefined) {
    const byName = new Map();
    for (const room of site.rooms ?? []) {
      byName.set(room.name.toLowerCase(), { name: room.name, x: room.x + room.width / 2, y: room.y + room.height / 2, room: room.id });
    }
    for (const place of [...(site.blind_spots ?? []), ...(site.entries ?? [])]) {
      const low = place.name.toLowerCase();
      byName.set(low, { name: place.name, x: place.x, y: place.y, room: byName.get(low)?.room ?? null });
    }
    const names = [...byName.keys()].filter((n) => n.length > 3).sort((a, b) => b.length - a.length);
    it = names.length ? { byName, pattern: new RegExp(`(?<![\\p{L}\\p{N}])(${names.map((n) => n.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})(?![\\p{L}\\p{N}])`, 'giu') } : null;
    known.set(site, it);
  }
  return it;
}

/**
 * Whether a word means the place: one word alone is written as on the plan ("Yard", not "yard
 * delay") and is no part of another name ("Harbour Street").
 * @param {any} place @param {string} word @param {string} before
 */
function means(place, word, before) {
  return place.name.includes(' ') || (word === place.name && !/\p{Lu}[\p{L}]*\s$/u.test(before));
}

/** A text in parts; a part with `place` names one. @param {any} site @param {string} text @returns {{text: string, place?: any}[]} */
export function parts(site, text) {
  const words = lexicon(site);
  if (!words) {
    return [{ text }];
  }
  const found = [];
  let from = 0;
  for (const hit of text.matchAll(words.pattern)) {
    if (!means(words.byName.get(hit[0].toLowerCase()), hit[0], text.slice(0, hit.index))) {
      continue;
    }
    if (hit.index > from) {
      found.push({ text: text.slice(from, hit.index) });
    }
    found.push({ text: hit[0], place: words.byName.get(hit[0].toLowerCase()) });
    from = hit.index + hit[0].length;
  }
  if (from < text.length || !found.length) {
    found.push({ text: text.slice(from) });
  }
  return found;
}

/** Places named in a text, each once. @param {any} site @param {string} text */
export function places(site, text) {
  return [...new Set(parts(site, text).flatMap((p) => (p.place ? [p.place] : [])))];
}
