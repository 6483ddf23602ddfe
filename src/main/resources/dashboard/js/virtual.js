/**
 * A long list of which only what is in sight is drawn. Heights are measured once drawn and guessed
 * before. It follows its end until a person scrolls up.
 */
const MARGIN = 500;

/** Room above what the list stops at. */
const LEAD = 34;

export class VirtualList {
  /** @param {string} selector of the scrolling box @param {number} guess height in pixels of what was never drawn */
  constructor(selector, guess) {
    this.selector = selector;
    this.guess = guess;
    /** @type {Map<string, number>} */
    this.heights = new Map();
    this.following = true;
    /** @type {string|null} key of the item to bring into view */
    this.wanted = null;
    this.tries = 0;
    this.lastTop = 0;
    this.seen = 0;
    /** what to stop at while following, rather than at the very end; until a person scrolls */
    this.landmark = '';
    this.landed = false;
    /** @type {{key: string}[]} */
    this.items = [];
  }

  reset() {
    this.heights.clear();
    Object.assign(this, { following: true, wanted: null, lastTop: 0, seen: 0, landed: false });
  }

  /** @returns {HTMLElement|null} */
  box() {
    return document.querySelector(this.selector);
  }

  /** @param {string} key */
  want(key) {
    Object.assign(this, { wanted: key, tries: 0, following: false });
  }

  /** @param {{key: string}} item */
  height(item) {
    return this.heights.get(item.key) ?? this.guess;
  }

  /** Which items to draw, and how high the rest is. @template {{key: string}} T @param {T[]} items */
  window(items) {
    this.items = items;
    const box = this.box();
    const view = box?.clientHeight || 900;
    let whole = 0;
    let at = -1;
    for (const item of items) {
      if (item.key === this.wanted) {
        at = whole;
      }
      whole += this.height(item);
    }
    const top = at >= 0 ? at - view / 3 : this.following || !box ? whole - view : box.scrollTop;
    let [from, above, y] = [0, 0, 0];
    let to = items.length;
    for (let i = 0; i < items.length; i++) {
      const next = y + this.height(items[i]);
      if (next < top - MARGIN) {
        from = i + 1;
        above = next;
      }
      if (y > top + view + MARGIN) {
        to = i;
        break;
      }
      y = next;
    }
    return { from, to, above, below: Math.max(0, whole - y), part: items.slice(from, to) };
  }

  /** After drawing: measures, keeps to the end or to what is wanted. True: it must be drawn again. */
  drawn() {
    const box = this.box();
    if (!box) {
      return false;
    }
    let moved = false;
    for (const el of box.querySelectorAll('[data-key]')) {
      const key = /** @type {HTMLElement} */ (el).dataset.key ?? '';
      const now = el.getBoundingClientRect().height;
      if (Math.abs((this.heights.get(key) ?? -1) - now) > 0.5) {
        this.heights.set(key, now);
        moved = true;
      }
    }
    if (this.wanted !== null) {
      const el = box.querySelector(`[data-key="${CSS.escape(this.wanted)}"]`);
      el?.scrollIntoView({ block: 'center' });
      if ((el && !moved) || ++this.tries > 5) {
        this.wanted = null;
      } else {
        moved = true;
      }
    } else if (this.following) {
      const mark = this.landmark && !this.landed ? box.querySelector(this.landmark) : null;
      box.scrollTop = mark ? box.scrollTop + mark.getBoundingClientRect().top - box.getBoundingClientRect().top - LEAD : box.scrollHeight;
    }
    this.lastTop = box.scrollTop;
    if (this.following || this.atEnd(box)) {
      this.seen = this.items.length;
    }
    return moved;
  }

  /** @param {HTMLElement} box */
  atEnd(box) {
    return box.scrollHeight - box.scrollTop - box.clientHeight < 60;
  }

  /** A person (or the page) scrolled. */
  scrolled() {
    const box = this.box();
    if (!box) {
      return;
    }
    if (this.landmark && this.following && Math.abs(box.scrollTop - this.lastTop) > 2 && box.querySelector(this.landmark)) {
      this.landed = true; // from here on the person goes where they like
      this.following = this.atEnd(box);
    } else if (this.atEnd(box)) {
      this.following = true;
    } else if (box.scrollTop < this.lastTop - 2) {
      this.following = false;
    }
    this.lastTop = box.scrollTop;
  }

  /** How many items have come since the end was last in sight. */
  unseen() {
    return this.following ? 0 : Math.max(0, this.items.length - this.seen);
  }

  toEnd() {
    this.following = true;
    this.wanted = null;
  }
}
