#!/usr/bin/env python3
"""Checks a wumei ledger against all its laws, or a proof against a signed head.

    verify_full.py LEDGER [--checkpoint NOTE]... [--policy FILE [--require-witness]] [--key KEY]
    verify_full.py check-proof FILE [--key KEY | --policy FILE] [--checkpoint NOTE]... [--tiles DIR]

Python's own library only; shares no code with wumei nor with verify.py, and was written from
examples/guide/format.md. Prints the result and why, and ends with 0 (witnessed, unwitnessed),
6 (failed: names the first bad entry), 7 (could not check), 8 (stale), 9 (equivocation: prints both
notes).
"""
import argparse
import datetime
import pathlib
import sqlite3
import sys

from wumei_verify.ledger import Check
from wumei_verify.notes import Policy
from wumei_verify.proofs import Trust, check_proof, note_of
from wumei_verify.result import EXIT, FAILED, UNCHECKED, UNWITNESSED, Broken


def read(path):
    return pathlib.Path(path).read_bytes().decode()  # newlines as they are


def arguments(words):
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("what", metavar="LEDGER | check-proof")
    parser.add_argument("file", nargs="?", metavar="PROOF")
    parser.add_argument("--checkpoint", action="append", default=[], metavar="NOTE",
                        help="a note or a proof that was kept outside; may be given several times")
    parser.add_argument("--policy", metavar="FILE", help="whom to believe, as a C2SP tlog-policy")
    parser.add_argument("--require-witness", action="store_true",
                        help="a head without its quorum of witnesses fails")
    parser.add_argument("--key", help="the log's verifier key, known from outside")
    parser.add_argument("--newer-than", metavar="DATE", help="how new the last entry must be")
    parser.add_argument("--tiles", metavar="DIR", help="public hashes that lead to held heads")
    options = parser.parse_args(words)
    if (options.what == "check-proof") == (options.file is None):
        parser.error("a ledger, or check-proof and a proof")
    return options


def run(options):
    policy = Policy(read(options.policy)) if options.policy else None
    held = [note_of(read(path)) for path in options.checkpoint]
    newer = options.newer_than and 1000 * datetime.datetime.fromisoformat(
        options.newer_than + "T00:00Z").timestamp()
    if options.file:
        trust = Trust(policy, options.key, held, newer, options.tiles)
        return check_proof(read(options.file), trust)
    check = Check(options.what, held, policy, options.key, newer)
    result = check.run()
    return result, [
        f"entries {check.tree.size}", f"origin {check.state.epochs[-1][1]}",
        f"root {check.tree.root().hex()}",
        f"checkpoints {len(check.stored)}, held {len(check.held)}, tiles {check.tiles}",
        f"documents {check.documents}, details {check.details}, erased {len(check.state.erased)}"]


def main(words):
    options = arguments(words)
    try:
        result, facts = run(options)
        if result == UNWITNESSED and options.require_witness:
            result, facts = FAILED, ["policy: not enough witnesses cosigned the newest head"]
    except Broken as why:
        result, facts = why.verdict, [str(why), *why.evidence]
    except (OSError, ValueError, LookupError, sqlite3.Error) as why:
        result, facts = UNCHECKED, [f"{type(why).__name__}: {why}"]
    print("\n".join([result, *facts]))
    return EXIT[result]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
