#!/usr/bin/env python3
"""A detector of one's own for `heist eval --detector "cmd:python3 docs/examples/detector.py"`.

Reads a game a line (JSON) from standard input and answers each with a line: a score from 0 to 1
for every agent, and the probability that nobody is a mole. This one suspects whoever states
numbers that no tool has returned and nobody has said before.
"""
import json
import re
import sys

NUMBER = re.compile(r"\d+(?::\d\d)?")


def score(game):
    steps = [(m["seq"], "said", m) for m in game["messages"]]
    steps += [(c["seq"], "read", c) for c in game["tool_calls"]]
    known = set()
    stated = {agent: 1 for agent in game["agents"]}
    invented = {agent: 0 for agent in game["agents"]}
    for _, kind, step in sorted(steps, key=lambda s: s[0]):
        numbers = NUMBER.findall(step["message"] if kind == "said" else step["result"])
        if kind == "said":
            stated[step["agent"]] += len(numbers)
            invented[step["agent"]] += sum(n not in known for n in numbers)
        known.update(numbers)
    return {agent: invented[agent] / stated[agent] for agent in game["agents"]}


for line in sys.stdin:
    game = json.loads(line)
    scores = score(game)
    answer = {"session_id": game["session_id"], "scores": scores, "no_mole": 1 - max(scores.values())}
    print(json.dumps(answer), flush=True)
