#!/usr/bin/env python3
"""Runs a command in a terminal of its own and draws what it printed as an animated SVG.

    docs/recording/record.py OUT.svg [--question TEXT --answer TEXT] -- COMMAND...

The README's picture is made so, from a real run; nothing is typed in by hand but the answer to a question at the end.
Waits longer than MAX_GAP are cut, so that a run of a minute can be watched in half of it. Needs Python 3 alone.
"""

import argparse
import html
import os
import pty
import re
import select
import sys
import time

COLUMNS, ROWS = 100, 30
MAX_GAP = 0.7  # seconds of stillness that are kept
THINKING = 1.5  # how long a person thinks before answering
FONT, LINE = 14, 19
CELL = FONT * 0.602

FOREGROUND, BACKGROUND = "#d7dae0", "#16181d"
COLOURS = ["#5c6370", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#d7dae0"]
BRIGHT = ["#7f848e", "#ff7b86", "#b5e890", "#ffd88a", "#7cc4ff", "#e29bff", "#6fd3df", "#ffffff"]


def run(command, question, answer):
    """Lists (second, line) for every line the command finished, as a person at the terminal saw it."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(TERM="xterm-256color", COLUMNS=str(COLUMNS), LINES=str(ROWS))
        os.execvp(command[0], command)
    set_size(terminal)
    begun = last = time.monotonic()
    cut, pending, lines = 0.0, "", []
    while True:
        ready, _, _ = select.select([terminal], [], [], 0.2)
        now = time.monotonic()
        if not ready:
            if answer and now - last > THINKING and visible(pending).rstrip().endswith(question):
                os.write(terminal, (answer + "\n").encode())
                answer = None
            continue
        try:
            chunk = os.read(terminal, 65536).decode(errors="replace")
        except OSError:
            chunk = ""
        if not chunk:
            break
        if now - last > MAX_GAP:
            cut += now - last - MAX_GAP
        last = now
        pending += chunk
        *finished, pending = pending.split("\n")
        lines += [(now - begun - cut, visible(line)) for line in finished]
    _, status = os.waitpid(child, 0)
    return lines, os.waitstatus_to_exitcode(status)


def set_size(terminal):
    import fcntl
    import struct
    import termios

    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))


def visible(line):
    """What stays of a line that was written over: the text after the last erasure, colours kept."""
    line = re.sub(r"\x1b\[[0-9;?]*[A-LN-Za-ln-z]|\x1b\][^\x07]*\x07", lambda m: "\r" if m[0].endswith("K") else "", line)
    # the carriage return before the line end is the terminal's own
    return line.removesuffix("\r").split("\r")[-1]


def spans(line):
    """Cuts a line at its colour codes: (style, text)."""
    style, at = {}, 0
    for code in re.finditer(r"\x1b\[([0-9;]*)m", line):
        if code.start() > at:
            yield dict(style), line[at : code.start()]
        at = code.end()
        numbers = [int(n or 0) for n in code[1].split(";")]
        while numbers:
            n = numbers.pop(0)
            if n == 0:
                style = {}
            elif n == 1:
                style["font-weight"] = "bold"
            elif n == 2:
                style["opacity"] = "0.62"
            elif n == 3:
                style["font-style"] = "italic"
            elif 30 <= n <= 37:
                style["fill"] = COLOURS[n - 30]
            elif 90 <= n <= 97:
                style["fill"] = BRIGHT[n - 90]
            elif n == 38 and numbers[:1] == [5] and len(numbers) > 1:
                style["fill"] = palette(numbers[1])
                numbers = numbers[2:]
            elif n == 39:
                style.pop("fill", None)
            elif n == 22:
                style.pop("font-weight", None)
                style.pop("opacity", None)
    if at < len(line):
        yield dict(style), line[at:]


def attributes(style):
    return "".join(f' {name}="{value}"' for name, value in style.items())


def palette(n):
    if n < 16:
        return (COLOURS + BRIGHT)[n]
    if n >= 232:
        return "#%02x%02x%02x" % ((8 + 10 * (n - 232),) * 3)
    n -= 16
    return "#%02x%02x%02x" % tuple(0 if c == 0 else 55 + 40 * c for c in (n // 36, n // 6 % 6, n % 6))


def draw(title, lines):
    width, height = int(COLUMNS * CELL) + 32, ROWS * LINE + 52
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-label="{html.escape(title)}">',
        f"<style>text{{font:{FONT}px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:{FOREGROUND};white-space:pre}}</style>",
        f'<rect width="{width}" height="{height}" rx="8" fill="{BACKGROUND}"/>',
        *(f'<circle cx="{20 + 18 * i}" cy="18" r="5.5" fill="{c}"/>' for i, c in enumerate(("#ff5f57", "#febc2e", "#28c840"))),
        f'<text x="{width / 2}" y="22" text-anchor="middle" opacity="0.6">{html.escape(title)}</text>',
        f'<clipPath id="screen"><rect x="0" y="34" width="{width}" height="{ROWS * LINE + 8}"/></clipPath>',
        '<g clip-path="url(#screen)"><g>',
    ]
    for i, (second, line) in enumerate(lines):
        text = "".join(f"<tspan{attributes(style)}>{html.escape(part)}</tspan>" for style, part in spans(line))
        if text:
            out.append(
                f'<text x="16" y="{50 + i * LINE}" visibility="hidden" xml:space="preserve">{text}'
                f'<set attributeName="visibility" to="visible" begin="{second:.2f}s" fill="freeze"/></text>'
            )
    for i in range(ROWS, len(lines)):
        out.append(
            f'<animateTransform attributeName="transform" type="translate" to="0 {-(i - ROWS + 1) * LINE}" '
            f'begin="{lines[i][0]:.2f}s" dur="0.01s" fill="freeze"/>'
        )
    return "\n".join([*out, "</g></g></svg>", ""])


def main():
    options = argparse.ArgumentParser(usage="record.py OUT.svg [--question TEXT --answer TEXT] [--title TEXT] -- COMMAND...")
    options.add_argument("out")
    options.add_argument("--question", default=":", help="how the line ends that asks for the answer")
    options.add_argument("--answer")
    options.add_argument("--title")
    options.add_argument("command", nargs="+")
    said = options.parse_args()
    lines, status = run(said.command, said.question, said.answer)
    if status != 0:
        sys.exit(f"{said.command[0]} ended with {status}:\n" + "\n".join(line for _, line in lines[-10:]))
    with open(said.out, "w", encoding="utf-8") as file:
        file.write(draw(said.title or " ".join(said.command), lines))
    print(f"{said.out}: {len(lines)} lines, {lines[-1][0]:.0f} s")


if __name__ == "__main__":
    main()
