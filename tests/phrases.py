#!/usr/bin/env python3
"""Looks through the sources for every English message and asks that it has a Chinese one.

A message is a piece of text of two words or more that is not a bilingual pair, a law of the code
(WUMEI_ASSERT), SQL or a page. What is filled in stands as `*`. The Chinese is in
src/cli/phrases_*.cpp, and the message must come out of it without an English sentence.
"""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TOKEN = re.compile(r'//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\])*\'|\w+|->|::|\S', re.S)
ENDS = {",", ";", "?", ":", "=", "return", "{", "}", "throw", "<<"}
CHINESE = re.compile("[一-鿿]")
SENTENCE = re.compile(r"[A-Za-z]{2,}[,:;]? [a-z]{2,}")
MESSAGE = re.compile(r"[A-Za-z]{2,}[,:;]? [a-z]|[a-z] [A-Za-z0-9]")
ELSEWHERE = re.compile(r"ASSERT|static_assert|InvariantViolation|\. example =")
# Pages and their words are written in both languages where they stand; scripts are for shells.
NOT_MESSAGES = ("publish/impl/html", "store/impl/sql", "store/impl/sqlite_schema",
                "cli/cmd_completion", "cli/parser", "cli/phrases", "cli/text_")
# Parts of a message that is whole elsewhere.
PARTS = {" and, if wanted, *", "* that you hold*"}


def unquoted(literal):
    return re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t"}.get(m[1], m[1]), literal[1:-1])


def tokens(text):
    found = []
    for match in TOKEN.finditer(text):
        if not match.group().startswith("//"):
            found.append((text.count("\n", 0, match.start()) + 1, match.group()))
    return found


def edge(words, at, step):
    """The last token, going by `step` from `at`, of the sum that the literal at `at` is part of."""
    opens, closes = ("([", ")]") if step > 0 else (")]", "([")
    depth = 0
    while 0 <= at + step < len(words):
        word = words[at + step][1]
        if depth == 0 and (word in ENDS or word in closes):
            break
        depth += (word in opens) - (word in closes)
        at += step
    return at


def message(words):
    """The sum as one text; what is not a literal is a star."""
    text, depth = "", 0
    for _, word in words:
        if word.startswith('"') and depth == 0:
            text += unquoted(word)
        elif word != "+" and not text.endswith("*"):
            text += "*"
        depth += (word in "([") - (word in ")]")
    return text


def messages(source):
    words, done = tokens(source), -1
    for at, (line, word) in enumerate(words):
        if at <= done or not word.startswith('"'):
            continue
        first, done = edge(words, at, -1), edge(words, at, +1)
        before = " ".join(word for _, word in words[max(0, first - 6):first])
        yield line, message(words[first:done + 1]), before


def phrases():
    """The table, in the order in which the command line tries it."""
    table = []
    for name in ("input", "rules", "audit", "proof", "leases", "merchants",
                 "ledger"):
        source = (ROOT / f"src/cli/phrases_{name}.cpp").read_text("utf-8")
        literal = r'((?:"(?:\\.|[^"\\])*"\s*)+)'
        for english, chinese in re.findall(rf"\{{{literal},\s*{literal}\}}", source):
            join = lambda text: "".join(map(unquoted, re.findall(r'"(?:\\.|[^"\\])*"', text)))
            table.append((join(english), join(chinese)))
    return table


def in_chinese(text, table):
    for english, chinese in table:
        fits = re.fullmatch("(.*?)".join(map(re.escape, english.split("*"))), text, re.S)
        if fits:
            stars = iter(fits.groups())
            said = lambda _: (lambda star: in_chinese(star, table) if " " in star else star)(
                next(stars))
            return re.sub(r"\*", said, chinese)
    return text


def missing(path, table):
    """(line, message) of every message in a file that does not come out in Chinese."""
    name = str(path.relative_to(ROOT))
    for line, text, before in messages(path.read_text("utf-8")):
        if not MESSAGE.search(text) or text in PARTS or ELSEWHERE.search(before):
            continue
        if CHINESE.search(text) or CHINESE.search(before):
            continue
        if "publish/" in name and not re.search(r"Error \(|bad_input \(", before):
            continue
        said = in_chinese(text.replace("*", "7"), table)
        if not CHINESE.search(said) or SENTENCE.search(re.sub("（.*?）", "", said)):
            yield line, text


def main():
    table, wrong = phrases(), 0
    for path in sorted([*ROOT.glob("include/**/*.?pp"), *ROOT.glob("src/cli/*.cpp")]):
        if any(part in str(path) for part in NOT_MESSAGES):
            continue
        for line, text in missing(path, table):
            wrong += 1
            print(f"{path.relative_to(ROOT)}:{line}: no Chinese in src/cli/phrases_*.cpp: {text}")
    print(f"{len(table)} phrases, {wrong} messages without one")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
