#!/usr/bin/env python3
"""The page on which citizens check a code, in a browser, from a file and without a network.

    run.py --wumei PROGRAM [--only PATTERN] [--shots FOLDER]

Codes and keys are those of the example village. Damaged ones are judged by `wumei check-proof` as
well: the page never accepts what the program does not. Exits 77 when node, the browser or the
page's packages are absent.
"""
import argparse
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/counter"))
import real  # noqa: E402
import shop_day  # noqa: E402

SLIP, HOUSEHOLD, DAMAGED = "1644", "0107017", 60
WITHOUT_PAGE = {"WUMEI_PASSPHRASE": "our passphrase", "WUMEI_AS": "T01", "WUMEI_PIN": "246801",
                "LANG": "en_US.UTF-8"}


class Village:
    """A ledger in a folder and the program that works on it."""

    def __init__(self, wumei, folder):
        self.wumei, self.folder = wumei, folder
        self.environment = {key: value for key, value in os.environ.items()
                            if not key.startswith("WUMEI_")} | WITHOUT_PAGE

    def asked(self, *words, given=None):
        return subprocess.run([self.wumei, "-L", "village.wumei", "--lang", "en", *words],
                              cwd=self.folder, env=self.environment, input=given, text=True,
                              encoding="utf-8", check=False, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE)

    def run(self, *words):
        answer = self.asked(*words)
        if answer.returncode != 0:
            sys.exit(f"wumei {' '.join(words)}: {answer.stdout}{answer.stderr}")
        return answer.stdout

    def key(self, *words):
        return self.run(*words).strip().split(" ")[-1]

    def code(self, *words):
        return self.run(*words, "--qr", "payload").rstrip("\n")


def forked(village, folder, document):
    """The head of a copy that went on in its own way."""
    shutil.copytree(village.folder, folder)
    copy = Village(village.wumei, folder)
    copy.run("shop", "deposit", "V01", "500", "--document", document)
    return copy.code("checkpoint")


def other_log(wumei, folder):
    folder.mkdir()
    other = Village(wumei, folder)
    other.run("init", "--rehearsal", "--title", "别镇", "--programme", "other", "--name", "林秀英",
              "--now", "2026-04-01")
    return other.code("checkpoint", "--now", "2026-04-01T09:00")


def witnessed(village, folder):
    """The head as a county cosigned it, and the county's key."""
    village.run("--key", "county.key", "key", "new", "xishui.example/county")
    county = village.key("--key", "county.key", "witness", "key")
    log_key = village.key("key", "show")
    (village.folder / "log.vkey").write_text(log_key + "\n")
    (village.folder / "policy").write_text(f"log {log_key}\nwitness county {county}\n"
                                           "quorum county\n")
    village.run("export", str(folder / "usb"))
    village.run("--key", "county.key", "witness", "cosign", str(folder / "usb"), "--log-key",
                "log.vkey", "--first", "--out", "answer.txt")
    village.run("witness", "accept", "answer.txt", "--policy", "policy")
    village.run("check-page", "--policy", "policy", "--out", str(folder / "witnessed.html"))
    return village.code("checkpoint", "--last"), county


def damaged(village, codes, key):
    """Codes and texts with one character changed or cut off, and what the program says of each."""
    dice, all_of = random.Random(20260426), []
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    for turn in range(DAMAGED):
        text = codes[turn % len(codes)]
        at = dice.randrange(len(text))
        if turn % 6 == 5:
            text = text[:at]
        else:
            other = dice.choice([char for char in alphabet if char != text[at]])
            text = text[:at] + other + text[at + 1:]
        exit_code = village.asked("check-proof", "-", "--key", key, given=text).returncode
        all_of.append({"text": text, "exit": exit_code})
    return all_of


def prepared(wumei, folder):
    real.example().make_ledger(wumei, folder / "made")
    village = Village(wumei, folder / "made/village")
    key = village.key("key", "show")
    village.run("--key", "false.key", "key", "new", key.split("+", maxsplit=1)[0])
    village.run("check-page", "--out", str(folder / "check.html"))
    proof = village.run("proof", SLIP)
    codes = {"entry": village.code("proof", SLIP),
             "balance": village.code("proof", "--balance", HOUSEHOLD),
             "head": village.code("checkpoint", "--last"),
             "one": forked(village, folder / "one", "A"),
             "two": forked(village, folder / "two", "B"),
             "other": other_log(wumei, folder / "other")}
    svg = village.run("proof", SLIP, "--qr", "svg")
    codes["witnessed"], county = witnessed(village, folder)
    return {"chromium": str(shop_day.CHROMIUM), "page": str(folder / "check.html"), "key": key,
            "false_key": village.key("--key", "false.key", "key", "show"), "county": county,
            "codes": codes, "proof": proof, "svg": svg, "household": HOUSEHOLD, "slip": SLIP,
            "damaged": damaged(village, [codes["entry"], proof, codes["balance"]], key)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--wumei", required=True, type=pathlib.Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--shots", type=pathlib.Path)
    asked = parser.parse_args()
    for needed in [shutil.which("node"), shop_day.CHROMIUM, shop_day.PACKAGES]:
        if not needed or not pathlib.Path(needed).exists():
            print(f"skipped: there is no {needed or 'node'}")
            sys.exit(77)
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        fixture = folder / "fixture.json"
        shots = asked.shots or folder / "shots"
        shots.mkdir(parents=True, exist_ok=True)
        told = prepared(asked.wumei.resolve(), folder) | {"shots": str(shots.resolve())}
        fixture.write_text(json.dumps(told), "utf-8")
        command = [shutil.which("node"), ROOT / "tests/check/page.mjs", fixture, asked.only]
        sys.exit(subprocess.run(command, check=False).returncode)


if __name__ == "__main__":
    main()
