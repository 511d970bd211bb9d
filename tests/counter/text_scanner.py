#!/usr/bin/env python3
"""The counter line by line, with a scanner that the program reads: a scan answers the questions for
a card and for goods, and no other.

    text_scanner.py --wumei PROGRAM
"""
import argparse
import os
import pathlib
import struct
import subprocess
import sys
import tempfile

import real

ROWS = ((2, "1234567890-="), (16, "qwertyuiop"), (30, "asdfghjkl"), (44, "zxcvbnm,./"))
SHIFT, ENTER, F1 = 42, 28, 59


def press(key):
    """The kernel's `input_event`s of a key, their times left out."""
    rows = (1, key, 1), (0, 0, 0), (1, key, 0)
    return b"".join(struct.pack("@llHHi", 0, 0, *row) for row in rows)


def keys(code):
    events = b""
    for letter in code:
        first, row = next((first, row) for first, row in ROWS if letter.lower() in row)
        pressed = press(first + row.index(letter.lower()))
        held = struct.pack("@llHHi", 0, 0, 1, SHIFT, 1), struct.pack("@llHHi", 0, 0, 1, SHIFT, 0)
        events += held[0] + pressed + held[1] if letter.isupper() else pressed
    return events


class Counter:
    """The program, and what it printed since it was last asked."""

    def __init__(self, wumei, folder, *words):
        os.mkfifo(folder / "scanner")
        self.child = subprocess.Popen(
            [wumei, "-L", "village.wumei", "--lang", "en", "terminal", *words, "--text",
             "--scanner", "fifo:scanner"], cwd=folder, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, bufsize=0)
        self.scanner = open(folder / "scanner", "wb", buffering=0)

    def until(self, question):
        """What was printed, up to that question."""
        seen = b""
        while not seen.endswith(question.encode() + b":"):
            byte = self.child.stdout.read(1)
            if not byte:
                sys.exit(f"it ended before {question}: {seen.decode()}")
            seen += byte
        return seen.decode()

    def type(self, text):
        self.child.stdin.write(text.encode() + b"\n")

    def scan(self, code):
        self.scanner.write(keys(code) + press(ENTER))


def demand(text, part):
    if part not in text:
        sys.exit(f"no {part!r} in: {text}")


def play(counter):
    number, pin, card = "Clerk's number", "PIN", "(c closes the day, q ends)"
    phone, who = "two digits", "Who collects: 1 head, 2 family, 3 proxy"
    goods, right = "ok goes on, x leaves)", "Enter goes back"
    counter.until(number)
    counter.scan("SK01")
    demand(counter.until(number), " SK01\n! Nothing is to be scanned in this step\n")
    counter.type("SK01")
    counter.until(pin)
    counter.scan("445201")
    demand(counter.until(pin), "! Nothing is to be scanned")  # a code on a card is no PIN
    counter.type("445201")
    counter.until(card)
    counter.scanner.write(keys("C01") + press(F1) + press(ENTER))
    demand(counter.until(card), "! It was not read whole: scan once more\n")
    counter.scan(real.FIXTURE["card"])
    counter.until(phone)
    counter.type(real.FIXTURE["answer"])
    counter.until(who)
    counter.type("1")
    counter.until(goods)
    counter.scan(real.FIXTURE["sku"])
    demand(counter.until(goods), f"Total {real.FIXTURE['total']}")
    counter.scan(real.FIXTURE["sku"])
    demand(counter.until(goods), f"Total {2 * int(real.FIXTURE['total'])}")
    counter.type("ok")
    counter.until(right)
    counter.scan("yyy")
    demand(counter.until(right), "! Nothing is to be scanned")
    counter.type("")
    counter.until(goods)
    counter.type("x")
    counter.until(card)
    counter.type("q")
    return counter.child.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--wumei", required=True, type=pathlib.Path)
    wumei = parser.parse_args().wumei.resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        shop = real.make(wumei, folder)
        sys.exit(play(Counter(wumei, folder / "village", "--shop", shop)))


if __name__ == "__main__":
    main()
