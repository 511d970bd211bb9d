"""What the attacks share: a ledger to spoil and the verifiers to ask."""
import argparse
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "guide"))
from run import run_manual  # noqa: E402

PYTHON = HERE.parents[1] / "examples/python"
FAILED = 6


def verifiers(wumei, ledger, *options):
    """Answers of wumei, verify_full.py and verify.py: exit code and what was printed."""
    for command in ([str(wumei), "-L", str(ledger), "--lang", "en", "verify", *options],
                    [sys.executable, str(PYTHON / "verify_full.py"), str(ledger), *options],
                    [sys.executable, str(PYTHON / "verify.py"), str(ledger), *options]):
        answer = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                text=True, encoding="utf-8", check=False)
        yield command[-3:], answer.returncode, answer.stdout


def demand(wumei, ledger, code, words, *options):
    for command, got, said in verifiers(wumei, ledger, *options):
        if got != code or words not in said:
            sys.exit(f"{command}: exit {got}, wanted {code} and \"{words}\":\n{said}")


def open_without_guards(ledger, *triggers):
    db = sqlite3.connect(ledger)
    for trigger in triggers:
        db.execute(f"DROP TRIGGER {trigger}")
    return db


def run(attack, description, **numbers):
    """Calls `attack(wumei, ledger, **numbers)` on the ledger given or, without one, the manual's
    village. Each number is an option of its name."""
    parser = argparse.ArgumentParser(description=description.split("\n\n")[0])
    parser.add_argument("--wumei", required=True, type=pathlib.Path)
    parser.add_argument("--ledger", type=pathlib.Path)
    for name, number in numbers.items():
        parser.add_argument(f"--{name}", type=int, default=number)
    options = vars(parser.parse_args())
    wumei, ledger = options.pop("wumei").resolve(), options.pop("ledger")
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        if ledger:
            copy = pathlib.Path(shutil.copy(ledger, work / "ledger.wumei"))
        else:
            copy = run_manual(wumei, work) / "village.wumei"
        attack(wumei, copy, **options)
