/**
 * What each type of event does to the state of the page. Kept apart from the state itself, since
 * the list grows with the events.
 *
 * @typedef {import('./fold.js').Session} Session
 * @typedef {import('./fold.js').SessionEvent} SessionEvent
 * @typedef {import('./fold.js').TurnItem} TurnItem
 */
import { ended, place } from './fold.js';
import { refused } from './denial.js';

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

/** What a person said to a tool call. @param {Session} s @param {SessionEvent} e @param {{state: string, by: string}} said */
function leave(s, e, said) {
  inTurn(s, e, (t) => {
    const use = t.tools.find((u) => u.call === e.call && !u.done);
    if (use) {
      use.leave = said;
    }
  });
}

/** @type {Record<string, (s: Session, e: SessionEvent) => void>} */
export const HANDLERS = {
  session_created(s, e) {
    Object.assign(s, {
      title: e.title, scenario: e.scenario ?? null, language: e.language, rounds: e.rounds, moleGame: e.moleGame,
      unblinded: e.unblinded === true, rerunnable: e.rerunnable === true,
      accuse: e.settings?.accuse ?? 'person', commitment: e.commitment ?? null,
    });
    s.forked = e.settings?.forked_from ? { from: e.settings.forked_from, turns: Number(e.settings.forked_turns) } : null;
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
      kind: 'turn', key: `t${e.seq}`, seq: e.seq, turn: e.turn, agent: e.agent, purpose: String(e.kind ?? 'TALK'), text: null, said: 0, at: null,
      tools: [], over: false, outcome: '', cause: null, withdrawn: false, version: 0,
    });
  },
  tool_requested(s, e) {
    s.awaited = null;
    inTurn(s, e, (t) => t.tools.push({
      call: e.call, tool: e.tool, input: e.arguments, seq: e.seq, turn: e.turn, agent: e.agent, done: false, success: false, denied: false, output: '', answered: 0, leave: null,
    }));
  },
  tool_returned(s, e) {
    inTurn(s, e, (t) => {
      const use = t.tools.find((u) => u.call === e.call && !u.done);
      if (use) {
        Object.assign(use, { done: true, success: e.success, denied: !e.success && refused(e.result), output: e.result, answered: e.seq });
      }
    });
  },
  message_spoken(s, e) {
    s.awaited = null;
    inTurn(s, e, (t) => {
      t.text = t.text === null ? e.text : `${t.text}\n\n${e.text}`;
      t.said = e.seq;
    });
  },
  turn_ended(s, e) {
    Object.assign(s, { speaker: null, awaited: null, approval: null, failing: e.outcome === 'FAILED' ? String(e.cause ?? '') : null });
    s.at = e.at ?? s.at;
    inTurn(s, e, (t) => Object.assign(t, { over: true, outcome: e.outcome, cause: e.cause ?? null, at: e.at ?? null }));
  },
  approval_asked(s, e) {
    s.approval = e;
    leave(s, e, { state: 'asked', by: '' });
  },
  approval_given(s, e) {
    s.approval = null;
    leave(s, e, { state: String(e.decision).toLowerCase(), by: e.by });
  },
  seat_awaited(s, e) {
    s.awaited = e;
    inTurn(s, e, () => {});
  },
  seat_left(s, e) {
    s.awaited = null;
    fact(s, e, 'seat_left', { agent: e.agent });
  },
  seat_given_up(s, e) {
    if (s.awaited?.agent === e.agent) {
      s.awaited = null;
    }
    fact(s, e, 'seat_given_up', { agent: e.agent });
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
    s.pausedAfter = e.turn;
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
    s.talkOver = false;
    fact(s, e, 'rounds', { n: e.rounds });
  },
  budget_changed(s, e) {
    fact(s, e, 'budget', { budget: e.budget, limit: e.limit });
  },
  access_revoked(s, e) {
    fact(s, e, 'revoked', { agent: e.agent, by: e.by });
  },

  deliberation_ended(s, e) {
    s.talkOver = true;
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
    s.struck = s.plan ? { agent: e.agent, fields: e.fields, plan: s.plan.plan, revision: s.plan.revision } : null;
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
