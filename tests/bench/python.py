#!/usr/bin/env python3
"""Measures the Python package: py.legs_to_pandas, py.monthly_sums, py.export_rss, py.import,
py.append.batch8000.

    python.py --work FOLDER [--bench PROGRAM] [--legs N] [--runs N] [NAME...|all]

Run by the Python that has the package. A ledger of N legs (ten million by default; less is a smoke
test) is made once in FOLDER, in batches of 8,000 through the package, with the same legs in a plain
SQLite table and as Parquet. Every candidate and its baselines take turns in processes of their own;
medians. A baseline whose library is not installed is left out and said so.
"""
import argparse
import json
import os
import pathlib
import sqlite3
import statistics
import subprocess
import sys
import time

VILLAGES, HOUSEHOLDS, BATCH = 20, 100, 8_000
PIN, PASSPHRASE = "482913", "bench only"
VIEW = """SELECT substr(json_extract(entry.leaf, '$[3]'), 1, 7) AS month,
 substr(json_extract(leg.value, '$[0]'), 3, 3) AS village, sum(json_extract(leg.value, '$[2]'))
 FROM entry, json_each(entry.leaf, '$[8]') AS leg
 WHERE json_extract(leg.value, '$[0]') LIKE 'f/%' GROUP BY 1, 2"""
SUMS = """SELECT strftime(effective, '%Y-%m') AS month, village, sum(amount) FROM {}
 WHERE purpose = 'honour_given' GROUP BY 1, 2 ORDER BY 1, 2"""

# What runs in a process of its own: prints the seconds its work took, and the peak of its memory.
PREFIX = """
import sys, time, resource
work, legs = sys.argv[1], int(sys.argv[2])
ledger, plain = f"{work}/legs-{legs}.wumei", f"{work}/legs-{legs}.sqlite"
parquet = f"{work}/legs-{legs}.parquet"
def done(started):
    print(time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
PIECES = {
    "legs": """
import wumei, pandas, pyarrow
with wumei.open(ledger) as book:
    started = time.perf_counter()
    assert len(book.legs.to_pandas()) >= legs
    done(started)""",
    "legs.read_sql": """
import pandas, sqlite3
base = sqlite3.connect(plain)
started = time.perf_counter()
assert len(pandas.read_sql("SELECT * FROM legs", base)) >= legs
done(started)""",
    "legs.adbc": """
import adbc_driver_sqlite.dbapi as adbc, pandas
with adbc.connect(plain) as base, base.cursor() as cursor:
    started = time.perf_counter()
    cursor.execute("SELECT * FROM legs")
    assert len(cursor.fetch_arrow_table().to_pandas()) >= legs
    done(started)""",
    "legs.duckdb": """
import duckdb, pandas
base = duckdb.connect()
base.execute("INSTALL sqlite; LOAD sqlite")
started = time.perf_counter()
assert len(base.execute("SELECT * FROM sqlite_scan(?, 'legs')", [plain]).df()) >= legs
done(started)""",
    "sums": """
import wumei
with wumei.open(ledger) as book:
    started = time.perf_counter()
    assert book.monthly.to_arrow().num_rows > 0
    done(started)""",
    "sums.cold": """
import os, tempfile, wumei
with tempfile.TemporaryDirectory(dir=work) as empty, wumei.open(ledger) as book:
    os.environ["XDG_CACHE_HOME"] = empty
    started = time.perf_counter()
    assert book.monthly.to_arrow().num_rows > 0
    done(started)""",
    "sums.again": """
import wumei
with wumei.open(ledger) as book:
    book.monthly.to_arrow()
    started = time.perf_counter()
    assert book.monthly.to_arrow().num_rows > 0
    done(started)""",
    "sums.view": f"""
import sqlite3
base = sqlite3.connect(ledger)
started = time.perf_counter()
base.execute({VIEW!r}).fetchall()
done(started)""",
    "sums.parquet": f"""
import duckdb
started = time.perf_counter()
duckdb.sql({SUMS!r}.format(f"read_parquet('{{parquet}}')")).fetchall()
done(started)""",
    "export": """
import wumei, tempfile
with wumei.open(ledger) as book, tempfile.TemporaryDirectory(dir=work) as folder:
    started = time.perf_counter()
    wumei.export_parquet(book, folder, ["legs"])
    done(started)""",
    "import": """
started = time.perf_counter()
import wumei
done(started)""",
    "nothing": """
started = time.perf_counter()
done(started)""",
}


def apart(piece, work, legs):
    """Seconds and peak bytes of that piece; None when a library it needs is not there."""
    answer = subprocess.run([sys.executable, "-c", PREFIX + PIECES[piece], str(work), str(legs)],
                            env={**os.environ, "XDG_CACHE_HOME": str(work.resolve() / "cache")},
                            capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        print(f"{piece}: left out: {answer.stderr.strip().splitlines()[-1]}", file=sys.stderr)
        return None
    seconds, kilobytes = answer.stdout.split()
    return float(seconds), int(kilobytes) * 1024


def rows(first, count):
    """So many transfers as CSV, over a year, from funds to households."""
    lines = ["key,date,from,to,amount"]
    for number in range(first, first + count):
        village = number % VILLAGES + 1
        house = number * 7919 % HOUSEHOLDS + 1
        day = f"2026-{number // 997 % 12 + 1:02}-{number % 28 + 1:02}"
        lines.append(f"{number:09},{day},f/V{village:02}:honour_given,"
                     f"h/{village:02}01{house:03}:honour,{number % 97 + 1}.25")
    return ("\n".join(lines) + "\n").encode()


def found(wumei, path):
    """A ledger with its register, and the desk of its founder."""
    book = wumei.create(path, title="bench", programme="bench", officer="T01", pin=PIN,
                        passphrase=PASSPHRASE, rehearsal=True, now="2026-12-31")
    desk = book.sign_in("T01", PIN)
    villages = "村编号,村名\n" + "".join(f"V{v:02},村{v}\n" for v in range(1, VILLAGES + 1))
    desk.import_bytes("villages", "villages.csv", villages.encode())
    return book, desk


def make(wumei, work, legs):
    """The ledger, its legs in a plain table, and as Parquet; each made once."""
    path = work / f"legs-{legs}.wumei"
    if (work / f"legs-{legs}.made").exists():
        return
    print(f"making a ledger of {legs:,} legs, once ...", file=sys.stderr)
    for old in work.glob(f"legs-{legs}.*"):
        old.unlink()
    book, desk = found(wumei, path)
    with book:
        register(book, desk)
        for first in range(0, legs // 2, BATCH):
            desk.import_bytes("transfers", f"{first}.csv", rows(first, BATCH))
    with wumei.open(path) as book:
        plain_copies(book, work, legs)
    (work / f"legs-{legs}.made").touch()


def register(book, desk):
    desk.import_bytes("grids", "grids.csv", ("网格编号,村编号,网格员\n" + "".join(
        f"V{v:02}-G1,V{v:02},\n" for v in range(1, VILLAGES + 1))).encode())
    lines = ["户编号,村编号,村民小组,网格编号,户主,人口,状态,电话,存折号,卡号"]
    for village in range(1, VILLAGES + 1):
        for house in range(1, HOUSEHOLDS + 1):
            lines.append(f"{village:02}01{house:03},V{village:02},1,V{village:02}-G1,户主,3,"
                         "常住,,,")
    desk.import_bytes("households", "households.csv", "\n".join(lines).encode())


def plain_copies(book, work, legs):
    import pyarrow.parquet as parquet
    base = sqlite3.connect(work / f"legs-{legs}.sqlite")
    names = book.legs.columns
    base.execute(f"CREATE TABLE legs ({', '.join(names)})")
    writer = None
    for batch in book.legs.batches():
        table = [column.to_pylist() for column in batch.columns]
        texts = [[str(value) if name in ("recorded", "effective", "amount", "balance") else value
                  for value in column] for name, column in zip(names, table)]
        base.executemany(f"INSERT INTO legs VALUES ({', '.join('?' * len(names))})", zip(*texts))
        writer = writer or parquet.ParquetWriter(work / f"legs-{legs}.parquet", batch.schema)
        writer.write_batch(batch)
    base.commit()
    base.close()
    writer.close()


def turns(pieces, options):
    """Seconds of every piece that can be run, in turns."""
    taken = {piece: [] for piece in pieces}
    for _ in range(options.runs):
        for piece in list(taken):
            measured = apart(piece, options.work, options.legs)
            if measured is None:
                del taken[piece]
            else:
                taken[piece].append(measured[0])
    return taken


def say(name, value, unit, **more):
    print(json.dumps({"name": name, "value": float(f"{value:.6g}"), "unit": unit, **more}),
          flush=True)


def compared(name, pieces, bars, options):
    """One line a baseline: the ratio of its seconds to the candidate's, turn by turn."""
    taken = turns(pieces, options)
    candidate, *_ = pieces
    for piece, bar in bars.items():
        if piece not in taken:
            continue
        ratio = statistics.median(base / value
                                  for base, value in zip(taken[piece], taken[candidate]))
        held = {} if bar is None else {"bar": f"ratio >= {bar}", "held": ratio >= bar}
        say(name, statistics.median(taken[candidate]), "s", against=piece,
            baseline=float(f"{statistics.median(taken[piece]):.6g}"), ratio=round(ratio, 3),
            runs=options.runs, legs=options.legs, **held)


def of_a_day(number):
    """A batch of transfers under keys that grow from batch to batch, as those of the baseline."""
    day = f"2026-{number // 28 + 1:02}-{number % 28 + 1:02}".encode()
    heads, *lines = rows(number * BATCH, BATCH).splitlines()
    cells = (line.split(b",") for line in lines)
    return b"\n".join([heads, *(b",".join([key, day, *rest]) for key, _, *rest in cells)])


def append_once(options, wumei, pieces, take):
    """Entries a second of a fresh ledger that takes the pieces one after the other."""
    import tempfile
    with tempfile.TemporaryDirectory(dir=options.work) as folder:
        book, desk = found(wumei, pathlib.Path(folder) / "append.wumei")
        with book:
            register(book, desk)
            started = time.perf_counter()
            for number, piece in enumerate(pieces):
                take(desk, number, piece)
            return len(pieces) * BATCH / (time.perf_counter() - started)


def append(options):
    """Entries a second in batches of 8,000, as files and as frames, against C++ turn by turn."""
    import io
    import pandas
    import wumei
    files = [of_a_day(number) for number in range(50)]
    frames = [pandas.read_csv(io.BytesIO(file), dtype=str) for file in files]
    ways = {"": (files, lambda desk, number, file:
                 desk.import_bytes("transfers", f"{number}.csv", file)),
            ".frame": (frames, lambda desk, number, frame:
                       desk.import_frame("transfers", frame, name=f"{number}"))}
    kept = options.work / "append"
    kept.mkdir(exist_ok=True)
    rates = {way: [] for way in ("native", *ways)}
    for _ in range(options.runs):
        if options.bench:
            told = subprocess.run([options.bench, kept, "-", "-", "append.honour8000"],
                                  check=True, capture_output=True, text=True).stdout
            rates["native"].append(json.loads(told.strip().splitlines()[-1])["value"])
        for way, (pieces, take) in ways.items():
            rates[way].append(append_once(options, wumei, pieces, take))
    for way in ways:
        more = {}
        if options.bench:
            ratio = statistics.median(map(lambda a, b: a / b, rates[way], rates["native"]))
            more = {"against": "append.honour8000",
                    "baseline": float(f"{statistics.median(rates['native']):.6g}"),
                    "ratio": round(ratio, 3)}
            if not way:
                more.update(bar="ratio >= 0.7", held=ratio >= 0.7)
        say("py.append.batch8000" + way, statistics.median(rates[way]), "1/s", runs=options.runs,
            **more)


def measure(name, options):
    if name == "py.legs_to_pandas":
        compared(name, ("legs", "legs.read_sql", "legs.adbc", "legs.duckdb"),
                 {"legs.read_sql": 5, "legs.adbc": 1.5, "legs.duckdb": 1.5}, options)
    elif name == "py.monthly_sums":
        apart("sums", options.work, options.legs)  # warm: some process has added them up before
        compared(name, ("sums", "sums.view", "sums.parquet"),
                 {"sums.view": 20, "sums.parquet": 0.5}, options)
        compared(name + ".cold", ("sums.cold", "sums.view"), {"sums.view": None}, options)
        compared(name + ".again", ("sums.again", "sums.view", "sums.parquet"),
                 {"sums.view": 20, "sums.parquet": 0.5}, options)
    elif name == "py.export_rss":
        peak = max(apart("export", options.work, options.legs)[1] for _ in range(2))
        say(name, peak, "bytes", legs=options.legs, bar="<= 300000000",
            held=peak <= 300_000_000)
    elif name == "py.import":
        taken = turns(("import", "nothing"), options)
        seconds = statistics.median(taken["import"])
        say(name, seconds, "s", runs=options.runs, bar="<= 0.15", held=seconds <= 0.15)
    elif name == "py.append.batch8000":
        append(options)


NAMES = ("py.legs_to_pandas", "py.monthly_sums", "py.export_rss", "py.import",
         "py.append.batch8000")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("--bench", type=pathlib.Path)
    parser.add_argument("--legs", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    wanted = NAMES if not options.names or "all" in options.names else options.names
    if set(wanted) - {"py.import", "py.append.batch8000"}:
        import wumei
        make(wumei, options.work, options.legs)
    for name in wanted:
        if name not in NAMES:
            sys.exit(f"no figure {name}")
        measure(name, options)


if __name__ == "__main__":
    main()
