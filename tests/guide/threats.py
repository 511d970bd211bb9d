#!/usr/bin/env python3
"""Every test that examples/guide/threats.md names exists, and every line of it names one."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "examples/guide/threats.md"
NAMED = re.compile(r"`(tests/[^`]+)` (.+)")
HEADS = ("| tries |", "|---|")


def spellings(suffix, name):
    """How a test of that name begins in a file of that kind."""
    return {".cpp": [f'TEST_CASE("{name}"'], ".py": [f"def {name}("],
            ".mjs": [f"name: '{name}'", f"function {name}("], ".txt": [f"$ {name}\n"]}[suffix]


def missing(name):
    """Why there is no such test; "" when there is."""
    found = NAMED.fullmatch(name.strip())
    if not found:
        return f"names no test: {name}"
    file = ROOT / found[1]
    if not file.exists():
        return f"there is no {found[1]}"
    text = file.read_text("utf-8")
    if not any(spelling in text for spelling in spellings(file.suffix, found[2])):
        return f"{found[1]} has no test called {found[2]}"
    return ""


def main():
    rows = [(number, line) for number, line in enumerate(PAGE.read_text("utf-8").split("\n"), 1)
            if line.startswith("|") and not line.startswith(HEADS)]
    wrong = [(number, why) for number, line in rows
             for why in map(missing, line.strip("|").split("|")[2].split("<br>")) if why]
    for number, why in wrong:
        print(f"{PAGE.name}:{number}: {why}")
    print(f"{len(rows)} threats, {len(wrong)} without their tests")
    sys.exit(1 if wrong or not rows else 0)


if __name__ == "__main__":
    main()
