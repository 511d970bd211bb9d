#!/usr/bin/env python3
"""Writes the vectors of this folder again: make.py [--check]. See README.md for what they are."""
import pathlib
import sys

from formats import (checkpoint, commitment, cosignature_line, proof_file, root, signature_line,
                     spell, verifier_key)

HERE = pathlib.Path(__file__).resolve().parent
# RFC 8032, section 7.1, tests 1 and 2.
LOG_SEED = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
WITNESS_SEED = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
LOG, TOWN, ORIGIN = "wumei.example/village", "wumei.example/township", "wumei.example/village/e1"
START = 1_775_000_000_000  # 2026-04-01 07:33:20 +08:00


def witnessed_log(size):
    """Entry 0, then one household after the other brings 1.00 point from an older scheme."""
    leaves = [spell(["wumei/entry/1", 0, START, "2026-04-01", "log.open", "o-lin@pc1", "open", [],
                     [], {"in": {"origin": ORIGIN, "offset": 480,
                                 "log_key": verifier_key(LOG, LOG_SEED)}, "out": {}}, ""])]
    for seq in range(1, size):
        household = f"01{seq % 400:05}"
        legs = [["f/V01:opening", "", -100, -100 * seq, seq - 1 if seq > 1 else -1],
                [f"h/{household}:spendable", "2027-12-31", 100, 100, -1]]
        seal = "" if seq % 5 else commitment(bytes([seq % 100]) * 32, b'{"note":"private"}')
        leaves.append(spell(["wumei/entry/1", seq, START + seq, "2026-04-01", "opening.balance",
                             "o-lin@pc1", f"k{seq:08}", [], legs,
                             {"in": {"household": household}, "out": {}}, seal]))
    return [leaf.encode() for leaf in leaves]


def witnessed_files():
    leaves = witnessed_log(300)
    text = checkpoint(ORIGIN, 300, root(leaves))
    note = (text + "\n" + signature_line(LOG, LOG_SEED, text)
            + cosignature_line(TOWN, WITNESS_SEED, text, 1_775_001_000))
    yield "witnessed.tlog-proof", proof_file(leaves[200], 200, leaves, note)
    yield "witnessed.policy", (f"log {verifier_key(LOG, LOG_SEED)}\n"
                               f"witness township {verifier_key(TOWN, WITNESS_SEED, 4)}\n"
                               "quorum township\n")
    leaves[5] = leaves[5].replace(b"@pc1", b"@pc2")
    text = checkpoint(ORIGIN, 300, root(leaves))
    yield "forked.note", text + "\n" + signature_line(LOG, LOG_SEED, text)


def main(words):
    wrong = 0
    for name, text in witnessed_files():
        if "--check" in words:
            wrong += (HERE / name).read_text("utf-8") != text and not print(f"{name} differs")
        else:
            (HERE / name).write_text(text, "utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
