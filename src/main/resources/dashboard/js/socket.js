/**
 * A WebSocket that comes back. It asks for what follows the last number it has seen, so that
 * nothing is lost and nothing comes twice.
 */
const FIRST_WAIT = 400;
const LONGEST_WAIT = 8000;

export class Feed {
  #query;
  #after;
  #onMessage;
  #onLine;
  #wait = FIRST_WAIT;
  #closed = false;
  /** @type {WebSocket|null} */
  #socket = null;
  #timer = 0;

  /**
   * @param {Record<string, string>} query which feed
   * @param {() => number|null} after the last number seen; null: from now on
   * @param {(message: any) => void} onMessage
   * @param {(live: boolean) => void} onLine
   */
  constructor(query, after, onMessage, onLine) {
    this.#query = query;
    this.#after = after;
    this.#onMessage = onMessage;
    this.#onLine = onLine;
    this.#open();
  }

  #open() {
    const url = new URL('ws', location.href);
    url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    url.hash = '';
    const after = this.#after();
    url.search = new URLSearchParams(after === null ? this.#query : { ...this.#query, after: String(after) }).toString();
    const socket = new WebSocket(url);
    this.#socket = socket;
    socket.addEventListener('open', () => {
      this.#wait = FIRST_WAIT;
      this.#onLine(true);
    });
    socket.addEventListener('message', (m) => this.#onMessage(JSON.parse(m.data)));
    socket.addEventListener('close', () => {
      if (this.#closed || socket !== this.#socket) {
        return;
      }
      this.#onLine(false);
      this.#timer = window.setTimeout(() => this.#open(), this.#wait);
      this.#wait = Math.min(LONGEST_WAIT, this.#wait * 2);
    });
  }

  close() {
    this.#closed = true;
    window.clearTimeout(this.#timer);
    this.#socket?.close();
  }
}
