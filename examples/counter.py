#!/usr/bin/env python3
"""Opens the counter of the example village, whose ledger the first two pages of the manual make.

    counter.py --wumei PROGRAM --out FOLDER [-- OPTIONS OF wumei terminal]

The ledger is a rehearsal: it stands at the end of April 2026, and its clock goes on from there. It
is made once and kept in FOLDER; remove the folder to begin anew.
"""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGES = ("1-day-one.md", "2-a-month.md")
SHOP = "01-1"
HELP = """
店员  曹山 SK01  密码 445201      第二人  何静菊 VC01  密码 719231
试试卡号 C010701787（手机尾号 17）  停止：Ctrl-C

Clerk SK01, PIN 445201; second person VC01, PIN 719231.
Try the card C010701787 (its phone ends in 17). Stop with Ctrl-C.
"""


def make_ledger(wumei, out):
    """The village's ledger by the commands of the manual, in a copy of its files."""
    work = out.with_name(out.name + ".new")
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(HERE / "data", work)
    commands = ["set -e"]
    for page in PAGES:
        commands += BLOCK.findall((HERE / "guide" / page).read_text("utf-8"))
    environment = {key: value for key, value in os.environ.items()
                   if not key.startswith("WUMEI_")}
    environment["PATH"] = f"{wumei.parent}{os.pathsep}{environment['PATH']}"
    answer = subprocess.run(["bash", "-c", "\n".join(commands)], cwd=work / "village",
                            env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                            text=True, encoding="utf-8", check=False)
    if answer.returncode != 0:
        sys.exit(f"the village's ledger cannot be made:\n{answer.stdout[-2000:]}")
    work.rename(out)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--wumei", required=True, type=pathlib.Path)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("options", nargs="*")
    asked = parser.parse_args()
    wumei = asked.wumei.resolve()
    out = asked.out.resolve()
    ledger = out / "village" / "village.wumei"
    if not ledger.exists():
        print("making the village's ledger, once ...", file=sys.stderr)
        make_ledger(wumei, out)
    print(HELP, file=sys.stderr, flush=True)
    environment = dict(os.environ, WUMEI_PASSPHRASE="our passphrase")
    os.execve(wumei, [str(wumei), "-L", str(ledger), "terminal", "--shop", SHOP, *asked.options],
              environment)


if __name__ == "__main__":
    main()
