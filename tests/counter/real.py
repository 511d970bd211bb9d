#!/usr/bin/env python3
"""The browser tests of the page on the counter itself: each test gets a copy of the example
village, whose ledger is made once.

    real.py --wumei PROGRAM [--only PATTERN] [--shots FOLDER]

Exits as run.mjs does: 77 when node, the browser or the page's packages are absent.
"""
import argparse
import importlib.util
import json
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
STOPPED = ("0101001", "C010100167", "C0101001-2")
# Household 0107017 has 39.50 points at the end of April; washing powder costs 12.
FIXTURE = {
    "officer": "SK01", "pin": "445201", "card": "C010701787", "answer": "17",
    "stopped": STOPPED[1], "sku": "G10", "goods": "洗衣粉", "total": "12", "after": "27.5",
    "other": "G04", "donor": "D01", "words": "7组", "second": {"officer": "VC01", "pin": "719231"}}


def example():
    """examples/counter.py as a module."""
    spec = importlib.util.spec_from_file_location("counter", ROOT / "examples/counter.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def make(wumei, folder):
    """The village, and one card that was lost since."""
    counter = example()
    counter.make_ledger(wumei, folder)
    household, _, card = STOPPED
    environment = dict(os.environ, WUMEI_PASSPHRASE="our passphrase", WUMEI_AS="T01",
                       WUMEI_PIN="246801")
    subprocess.run([wumei, "-L", folder / "village/village.wumei", "card", "issue", household,
                    "--card", card], env=environment, check=True, stdout=subprocess.PIPE)
    return counter.SHOP


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--wumei", required=True, type=pathlib.Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--shots")
    asked = parser.parse_args()
    node = shutil.which("node")
    if not node:
        print("skipped: there is no node")
        sys.exit(77)
    wumei = asked.wumei.resolve()
    with tempfile.TemporaryDirectory() as folder:
        made = pathlib.Path(folder) / "made"
        shop = make(wumei, made)
        fixture = pathlib.Path(folder) / "fixture.json"
        fixture.write_text(json.dumps(FIXTURE), "utf-8")
        start = (f'/bin/sh -c \'cd "$WUMEI_COUNTER_DIR" && '
                 f'cp -r {shlex.quote(str(made))}/village/. . && mkfifo scanner && '
                 f'mkdir pictures && exec {shlex.quote(str(wumei))} -L village.wumei terminal '
                 f"--shop {shop} --scanner fifo:scanner --pictures pictures'")
        command = [node, ROOT / "tests/counter/run.mjs", "--start", start, "--fixture", fixture,
                   "--only", asked.only]
        if asked.shots:
            command += ["--shots", asked.shots]
        sys.exit(subprocess.run(command, check=False).returncode)


if __name__ == "__main__":
    main()
