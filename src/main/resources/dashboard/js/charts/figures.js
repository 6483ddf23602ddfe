/** Figures of one session, counted from its events. Pure. */

/**
 * @param {any[]} log
 * @param {{name: string}[]} members
 */
export function figures(log, members) {
  const names = members.map((m) => m.name);
  const zero = () => Object.fromEntries(names.map((n) => [n, 0]));
  /** @type {Record<string, number>[]} */
  const rounds = [];
  /** @type {Map<string, {calls: number, good: number, denied: number}>} */
  const tools = new Map();
  /** @type {Record<string, Record<string, number>>} */
  const answers = Object.fromEntries(names.map((n) => [n, zero()]));
  const words = zero();
  const messages = zero();
  const calls = zero();
  const talk = names.map((n) => ({ name: n, pattern: new RegExp(`(?<![\\p{L}\\p{N}_])${n.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}_])`, 'iu') }));
  for (const e of log) {
    switch (e.type) {
      case 'round_started': rounds.push(zero()); break;
      case 'message_spoken': {
        const round = rounds.at(-1);
        if (round && e.agent in round) {
          round[e.agent]++;
        }
        messages[e.agent]++;
        words[e.agent] += String(e.text).split(/\s+/).filter(Boolean).length;
        for (const { name, pattern } of talk) {
          if (name !== e.agent && e.agent in answers && pattern.test(e.text)) {
            answers[e.agent][name]++;
          }
        }
        break;
      }
      case 'tool_returned': {
        const tool = tools.get(e.tool) ?? { calls: 0, good: 0, denied: 0 };
        tool.calls++;
        tool.good += e.success ? 1 : 0;
        tools.set(e.tool, tool);
        calls[e.agent]++;
        break;
      }
      default: break;
    }
  }
  return { names, rounds, tools: [...tools].sort((a, b) => b[1].calls - a[1].calls), answers, words, messages, calls };
}

/** A rate in per cent, or a dash where there is nothing to divide. @param {number} part @param {number} whole */
export function percent(part, whole) {
  return whole ? `${Math.round((100 * part) / whole)} %` : '–';
}
