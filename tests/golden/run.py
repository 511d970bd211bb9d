#!/usr/bin/env python3
"""Runs transcripts: `$ command` lines with the output they must give.

    # A comment.
    $ wumei --version
    wumei 0.1.0
    $ wumei clam
    [..]Did you mean: claim?
    ...
    [exit 2]

`[..]` stands for anything within a line, a line `...` for any number of lines; `[exit N]` is
left out for 0. Standard error is part of the output. Every transcript runs in a fresh folder;
$DATA names the example data.

    run.py WUMEI FILE...            compares
    run.py --update WUMEI FILE...   writes what came out; read the difference before committing
"""
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "TERM": "dumb",
    "WUMEI_PASSPHRASE": "correct horse",
    "DATA": str(ROOT / "examples" / "data"),
}


def steps(text):
    """The transcript as [line that is kept as it is] and (command, expected lines)."""
    found = []
    for line in text.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif found and isinstance(found[-1], tuple) and not line.startswith("# "):
            found[-1][1].append(line)
        else:
            found.append(line)
    return found


def run(command, folder, environment):
    done = subprocess.run(
        ["sh", "-c", command], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120, check=False)
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    if done.returncode:
        lines.append(f"[exit {done.returncode}]")
    return lines


def pattern(expected):
    """A regular expression for the expected lines."""
    parts = []
    for line in expected:
        if line == "...":
            parts.append(r"(?:[^\n]*\n)*?")
        else:
            parts.append(".*?".join(re.escape(piece) for piece in line.split("[..]")) + r"\n")
    return "".join(parts)


def without_blank_end(lines):
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return lines[:end], lines[end:]


def play(file, wumei, update):
    """Number of commands whose output differs; rewrites the file when asked to."""
    wrong, out = 0, []
    with tempfile.TemporaryDirectory() as folder:
        link = Path(folder) / ".bin"
        link.mkdir()
        (link / "wumei").symlink_to(wumei)
        environment = ENVIRONMENT | {"PATH": f"{link}:{os.environ['PATH']}", "HOME": folder}
        for step in steps(file.read_text(encoding="utf-8")):
            if isinstance(step, str):
                out.append(step)
                continue
            command, after = step
            expected, blank = without_blank_end(after)
            got, _ = without_blank_end(run(command, folder, environment))
            fits = re.fullmatch(pattern(expected), "".join(line + "\n" for line in got))
            out += ["$ " + command] + (expected if fits else got) + blank
            if fits:
                continue
            wrong += 1
            if not update:
                print(f"{file.name}: $ {command}\n--- expected\n" + "\n".join(expected) +
                      "\n--- got\n" + "\n".join(got) + "\n")
    if update and wrong:
        file.write_text("\n".join(out) + "\n", encoding="utf-8")
    return wrong


def main(arguments):
    update = "--update" in arguments
    wumei, *files = [word for word in arguments if word != "--update"]
    wrong = sum(play(Path(file), Path(wumei).resolve(), update) for file in files)
    return 1 if wrong and not update else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
