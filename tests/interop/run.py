#!/usr/bin/env python3
"""Third-party check: Go's own note and tlog packages read what wumei hands out.

    run.py --wumei PROGRAM

Builds main.go (golang.org/x/mod through the module proxy, sums in go.sum), exports the manual's
village as a tile folder with entries, proves some entries, and asks a witness. All must be
accepted, with the cosignature of the manual's county; a changed byte in the checkpoint, in a tile,
in an entry, in a proof or in the request must not be. Ends with 77, which CTest calls skipped,
where Go is absent or the module cannot be fetched.
"""
import argparse
import contextlib
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "guide"))
from run import run_manual  # noqa: E402

SKIPPED = 77


def build(folder):
    """The checker, or an end of the test by name."""
    program = folder / "interop"
    if not shutil.which("go"):
        print("interop skipped: no go here")
        sys.exit(SKIPPED)
    env = os.environ | {"GOFLAGS": "-buildvcs=false", "GOTOOLCHAIN": "local"}
    try:
        fetched = subprocess.run(["go", "mod", "download"], cwd=HERE, env=env, capture_output=True,
                                 text=True, timeout=240, check=False)
        trouble = fetched.stderr.strip() if fetched.returncode else ""
    except subprocess.TimeoutExpired:
        trouble = "no answer in time"
    if trouble:
        print(f"interop skipped: the Go module cannot be fetched: {trouble}")
        sys.exit(SKIPPED)
    made = subprocess.run(["go", "build", "-mod=readonly", "-o", program, "."], cwd=HERE,
                          env=env | {"GOPROXY": "off"}, capture_output=True, text=True,
                          timeout=300, check=False)
    if made.returncode:
        sys.exit(made.stderr)
    return program


def wumei(program, ledger, *words):
    answer = subprocess.run([program, "-L", ledger, "--lang", "en", *map(str, words)],
                            capture_output=True, text=True, encoding="utf-8", check=False)
    if answer.returncode:
        sys.exit(f"wumei {words}: exit {answer.returncode}\n{answer.stderr}")
    return answer.stdout


def accepts(checker, folder, asked, proofs):
    """What the checker says; `asked` are its flags and the log's key."""
    *flags, key = asked
    answer = subprocess.run([checker, *flags, folder, key, *proofs], capture_output=True, text=True,
                            check=False)
    return answer.returncode == 0, (answer.stdout + answer.stderr).strip()


def checkpoints(ledger):
    """The stored notes as the log signed them, the oldest first."""
    with contextlib.closing(sqlite3.connect(ledger)) as database:
        return [note for (note,) in database.execute("SELECT note FROM checkpoint ORDER BY size")]


def changed(file, place):
    """Changes one bit of a file; gives back what undoes it."""
    before = file.read_bytes()
    after = bytearray(before)
    after[place] ^= 1
    file.write_bytes(after)
    return lambda: file.write_bytes(before)


def spoil(checker, folder, asked, proofs):
    """Every file in turn with one changed bit: each must be refused."""
    request = asked[asked.index("-request") + 1]
    files = [folder / "checkpoint", *sorted(folder.glob("tile/**/*")), *proofs, request]
    count = 0
    for file in filter(pathlib.Path.is_file, files):
        size = file.stat().st_size
        for place in {0, size // 2, size - 2}:
            undo = changed(file, place)
            taken, said = accepts(checker, folder, asked, proofs)
            if taken:
                sys.exit(f"{file}: a changed byte {place} was accepted: {said}")
            undo()
            count += 1
    return count


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--wumei", required=True, type=pathlib.Path)
    program = parser.parse_args().wumei.resolve()
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        checker = build(work)
        ledger = run_manual(program, work) / "village.wumei"
        folder = work / "tiles"
        key = wumei(program, ledger, "key", "show").strip().split(" ")[-1]
        wumei(program, ledger, "export", "--tiles", folder, "--entries")
        size = int((folder / "checkpoint").read_text("utf-8").split("\n")[1])
        proofs = []
        for seq in sorted({0, 1, 255, 256, size // 2, size - 1} & set(range(size))):
            proofs.append(work / f"{seq}.tlog-proof")
            wumei(program, ledger, "proof", seq, "--out", proofs[-1])
        older = work / "older.note"
        older.write_text(checkpoints(ledger)[0], "utf-8")
        request = work / "request.txt"
        wumei(program, ledger, "witness", "request", "--since",
              older.read_text("utf-8").split("\n")[1], "--out", request)
        witness = (ledger.parent / "county.vkey").read_text("utf-8").strip()
        asked = ["-witness", witness, "-request", request, "-older", older, key]
        taken, said = accepts(checker, folder, asked, proofs)
        if not taken:
            sys.exit(f"Go refuses what wumei exported: {said}")
        print(f"interop: accepted by Go: {said}; refused: "
              f"{spoil(checker, folder, asked, proofs)} changed bytes")


if __name__ == "__main__":
    main()
