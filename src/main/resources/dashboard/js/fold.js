/**
 * Events of one session folded into what the page shows. Pure but for the state that is passed in
 * and changed in place: events come one by one, and a session has thousands.
 *
 * @typedef {{type: string, seq: number, sub?: number, [field: string]: any}} SessionEvent
 * @typedef {{call: string, tool: string, input: any, seq: number, turn: number, agent: string, done: boolean, success: boolean, output: string}} ToolUse
 * @typedef {{kind: 'round', key: string, round: number, order: string[]}} RoundItem
 * @typedef {{kind: 'turn', key: string, seq: number, turn: number, agent: string, purpose: string, text: string|null, said: number, tools: ToolUse[], over: boolean, outcome: string, cause: string|null, withdrawn: boolean, version: number}} TurnItem
 * @typedef {{kind: 'fact', key: string, seq: number, name: string, values: Record<string, unknown>, quote?: string}} FactItem
 * @typedef {RoundItem|TurnItem|FactItem} Item
 */

/** The state before the first event. */
export function begin() {
  return {
    last: 0,
    title: '', scenario: null, language: 'en', moleGame: false, accuse: 'person', commitment: null,
    /** @type {{name: string, role: string, tools: string[], gone: boolean}[]} */
    members: [],
    state: 'created', cause: null,
    round: 0, rounds: 0, turn: 0, speaker: null,
    /** @type {Item[]} */
    items: [],
    /** @type {Map<number, any>} */
    commands: new Map(),
    /** @type {any} */
    plan: null,
    withdrawnFields: new Set(),
    /** @type {string|null|undefined} undefined: nobody has been asked yet */
    suspect: undefined,
    locked: false, verdict: null,
    /** @type {any[]} */
    steps: [],
    /** @type {any} */
    outcome: null,
    /** @type {any} */
    reveal: null,
  };
}

/** @typedef {ReturnType<typeof begin>} Session */

/** Turns of the deliberation in all, as far as the crew's size tells. @param {Session} s */
export function turns(s) {
  return Math.max(s.turn, s.rounds * s.members.length);
}

/** @param {Session} s @param {string} name */
export function place(s, name) {
  return s.members.findIndex((m) => m.name === name);
}

/** Whether nothing more happens by itself. @param {Session} s */
export function ended(s) {
  return s.state === 'completed' || s.state === 'stopped' || s.state === 'failed';
}

/**
 * Takes one event in. An event that was taken in before changes nothing.
 * @param {Session} s
 * @param {SessionEvent} e
 */
export function apply(s, e) {
  if (e.sub || e.seq <= s.last) {
    return; // engine facts told after the reveal are not the conversation's
  }
  s.last = e.seq;
  HANDLERS[e.type]?.(s, e);
}

/** @param {Session} s @param {SessionEvent} e @param {string} name @param {Record<string, unknown>} [values] @param {string} [quote] */
function fact(s, e, name, values = {}, quote) {
  s.items.push({ kind: 'fact', key: `f${e.seq}`, seq: e.seq, name, values, quote });
}

/** @param {Session} s @param {number} turn @returns {TurnItem|undefined} */
function turnOf(s, turn) {
  for (let i = s.items.length - 1; i >= 0; i--) {
    const item = s.items[i];
    if (item.kind === 'turn' && item.turn === turn) {
      return item;
    }
  }
  return undefined;
}

/** @param {Session} s @param {SessionEvent} e @param {(t: TurnItem) => void} change */
function inTurn(s, e, change) {
  const item = turnOf(s, e.turn);
  if (item) {
    change(item);
    item.version++;
  }
}

/** @type {Record<string, (s: Session, e: SessionEvent) => void>} */
const HANDLERS = {
  session_created(s, e) {
    Object.assign(s, {
      title: e.title, scenario: e.scenario ?? null, language: e.language, rounds: e.rounds, moleGame: e.moleGame,
      accuse: e.settings?.accuse ?? 'person', commitment: e.commitment ?? null,
    });
    s.members = e.crew.map((/** @type {any} */ m) => ({ ...m, gone: false }));
    s.state = 'running';
  },
  round_started(s, e) {
    s.round = e.round;
    s.items.push({ kind: 'round', key: `r${e.seq}`, round: e.round, order: e.order });
  },
  turn_started(s, e) {
    s.turn = e.turn;
    s.speaker = e.agent;
    s.items.push({
      kind: 'turn', key: `t${e.seq}`, seq: e.seq, turn: e.turn, agent: e.agent, purpose: String(e.kind ?? 'TALK'), text: null, said: 0,
      tools: [], over: false, outcome: '', cause: null, withdrawn: false, version: 0,
    });
  },
  tool_requested(s, e) {
    inTurn(s, e, (t) => t.tools.push({
      call: e.call, tool: e.tool, input: e.arguments, seq: e.seq, turn: e.turn, agent: e.agent, done: false, success: false, output: '',
    }));
  },
  tool_returned(s, e) {
    inTurn(s, e, (t) => {
      const use = t.tools.find((u) => u.call === e.call && !u.done);
      if (use) {
        Object.assign(use, { done: true, success: e.success, output: e.result });
      }
    });
  },
  message_spoken(s, e) {
    inTurn(s, e, (t) => {
      t.text = t.text === null ? e.text : `${t.text}\n\n${e.text}`;
      t.said = e.seq;
    });
  },
  turn_ended(s, e) {
    s.speaker = null;
    inTurn(s, e, (t) => Object.assign(t, { over: true, outcome: e.outcome, cause: e.cause ?? null }));
  },
  plan_submitted(s, e) {
    s.plan = { agent: e.agent, revision: e.revision, plan: e.plan };
    s.withdrawnFields = new Set();
    fact(s, e, e.revision > 1 ? 'plan.again' : 'plan', { agent: e.agent, n: e.revision });
  },
  vote_cast(s, e) {
    fact(s, e, 'vote', { agent: e.agent, suspect: e.suspect ?? null });
  },

  command_queued(s, e) {
    s.commands.set(e.command, { number: e.command, agent: e.agent, text: e.text, standing: e.standing, turn: null, gone: false });
    fact(s, e, 'command', { agent: e.agent }, e.text);
  },
  command_delivered(s, e) {
    const command = s.commands.get(e.command);
    if (command && command.turn === null) {
      command.turn = e.turn;
      fact(s, e, 'delivered', { agent: command.agent });
      // It reads better before what the agent then says.
      const [told] = s.items.splice(-1, 1);
      const turn = turnOf(s, e.turn);
      s.items.splice(turn ? s.items.indexOf(turn) : s.items.length, 0, told);
    }
  },
  command_withdrawn(s, e) {
    const command = s.commands.get(e.command);
    if (command) {
      command.gone = true;
      fact(s, e, 'withdrawn', { agent: command.agent });
    }
  },
  pause_requested(s, e) {
    s.state = 'pausing';
    fact(s, e, 'pausing', { by: e.by });
  },
  paused(s, e) {
    s.state = 'paused';
    fact(s, e, 'paused', { turn: e.turn });
  },
  resumed(s, e) {
    s.state = 'running';
    const steps = e.turns ?? null;
    fact(s, e, steps === null ? 'resumed' : steps === 1 ? 'stepped' : 'stepping', { n: steps });
  },
  stop_requested(s, e) {
    fact(s, e, 'stopping', { by: e.by });
  },
  rounds_extended(s, e) {
    s.rounds = e.rounds;
    s.state = 'running';
    fact(s, e, 'rounds', { n: e.rounds });
  },
  budget_changed(s, e) {
    fact(s, e, 'budget', { budget: e.budget, limit: e.limit });
  },

  deliberation_ended(s, e) {
    fact(s, e, 'talk_over');
    if (s.moleGame && s.accuse === 'person' && !s.locked) {
      s.state = 'accusing';
    }
  },
  suspect_named(s, e) {
    s.suspect = e.suspect ?? null;
    fact(s, e, s.suspect === null ? 'nobody' : 'suspect', { by: e.by, agent: s.suspect });
  },
  accusation_locked(s, e) {
    s.suspect = e.suspect ?? null;
    s.locked = true;
    if (!ended(s)) {
      s.state = 'running';
    }
    fact(s, e, 'locked', { agent: s.suspect });
  },
  verdict_told(s, e) {
    s.verdict = e.verdict;
  },
  agent_expelled(s, e) {
    const member = s.members[place(s, e.agent)];
    if (member) {
      member.gone = true;
    }
    fact(s, e, 'expelled', { agent: e.agent });
  },
  statements_withdrawn(s, e) {
    const gone = new Set(e.messages);
    for (const item of s.items) {
      if (item.kind === 'turn' && gone.has(item.said)) {
        item.withdrawn = true;
        item.version++;
      }
    }
    s.withdrawnFields = new Set(e.fields);
  },
  step_executed(s, e) {
    s.steps.push(e);
  },
  outcome_reached(s, e) {
    s.outcome = e;
  },
  mole_revealed(s, e) {
    s.reveal = e;
  },
  session_ended(s, e) {
    s.state = String(e.end).toLowerCase();
    s.cause = e.cause ?? null;
    s.speaker = null;
    fact(s, e, `end.${s.state}`, { cause: e.cause ?? '' });
  },
};
