#!/usr/bin/env python3
"""Scans what wumei draws with a real reader (zbarimg) and holds it against what it stands for.

    run.py --wumei PROGRAM

The codes of a checkpoint and of a proof, drawn as SVG, are painted dot by dot. Where chromium and
pdftoppm are here, the receipt is printed to PDF as well and scanned at 203 dots an inch, those of a
thermal printer. Ends with 77, which CTest calls skipped, where zbarimg is absent.
"""
import argparse
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zlib

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "guide"))
from run import run_manual  # noqa: E402

SKIPPED = 77
DOTS = 4  # printer dots a module
BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def run(*words, **more):
    answer = subprocess.run([str(word) for word in words], stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, check=False, **more)
    if answer.returncode:
        sys.exit(f"{words}: exit {answer.returncode}\n{answer.stderr.decode('utf-8', 'replace')}")
    return answer.stdout.decode("utf-8")


def paint(svg, file):
    """The picture as a grey map, by the letter of the path that wumei writes."""
    side = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])
    rows = [bytearray(b"\xff" * side * DOTS) for _ in range(side)]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", svg):
        start, end = int(x) * DOTS, (int(x) + int(length)) * DOTS
        rows[int(y)][start:end] = bytes(end - start)
    pixels = b"".join(bytes(row) * DOTS for row in rows)
    file.write_bytes(b"P5 %d %d 255\n" % (side * DOTS, side * DOTS) + pixels)


def scan(file):
    """The one code in a picture."""
    return run("zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", file)


def text_of(payload):
    """What a payload stands for, worked out from the RFCs alone."""
    digits = [BASE45.index(c) for c in payload.removeprefix("WUMEI1:").removesuffix("\n")]
    data = b""
    for at in range(0, len(digits), 3):
        group = digits[at:at + 3]
        number = sum(digit * 45 ** place for place, digit in enumerate(group))
        data += number.to_bytes(len(group) - 1, "big")
    return zlib.decompress(data).decode("utf-8")


def same(what, found, wanted):
    if found != wanted:
        sys.exit(f"{what}: scanned {found!r}, wanted {wanted!r}")


def scan_drawings(wumei, work, seq):
    for verb in (["checkpoint", "--last"], ["proof", str(seq)]):
        picture = work / f"{verb[0]}.pgm"
        paint(run(*wumei, *verb, "--qr", "svg"), picture)
        scanned = scan(picture)
        same(verb[0], scanned, run(*wumei, *verb, "--qr", "payload"))
        same(verb[0], text_of(scanned), run(*wumei, *verb))
        print(f"qr: {verb[0]}: {len(scanned)} characters scanned")
    return scanned


def scan_receipt(wumei, work, seq):
    if not shutil.which("chromium") or not shutil.which("pdftoppm"):
        print("qr: the receipt was not printed: no chromium or no pdftoppm here")
        return
    page, paper = work / "slip.html", work / "slip.pdf"
    run(*wumei, "receipt", seq, "--html", page)
    run("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
        f"--user-data-dir={work / 'browser'}", f"--print-to-pdf={paper}", page, timeout=120)
    run("pdftoppm", "-r", "203", "-gray", "-f", "1", "-l", "1", "-singlefile", paper, work / "slip")
    scanned = scan(work / "slip.pgm")
    same("receipt", text_of(scanned), run(*wumei, "checkpoint", "--last"))
    print("qr: the receipt scans at 203 dots an inch")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--wumei", required=True, type=pathlib.Path)
    program = parser.parse_args().wumei.resolve()
    if not shutil.which("zbarimg"):
        print("qr skipped: no zbarimg here")
        sys.exit(SKIPPED)
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        ledger = run_manual(program, work) / "village.wumei"
        db = sqlite3.connect(ledger)
        seq = db.execute("SELECT min(seq) FROM entry WHERE leaf LIKE '%\"redeem.confirm\"%'")
        seq = seq.fetchone()[0]
        db.close()
        wumei = [program, "-L", ledger, "--lang", "en"]
        scanned = scan_drawings(wumei, work, seq)
        key = run(*wumei, "key", "show").strip().split(" ")[-1]
        said = run(program, "--lang", "en", "check-proof", "-", "--key", key,
                   input=scanned.encode())
        if f"entry: {seq}\n" not in said:
            sys.exit(f"check-proof says of what was scanned: {said}")
        scan_receipt(wumei, work, seq)


if __name__ == "__main__":
    main()
