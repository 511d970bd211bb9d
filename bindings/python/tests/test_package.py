"""The package itself: its stubs, its examples, what it imports, what it leaves behind."""
import ast
import dataclasses
import doctest
import gc
import importlib
import inspect
import os
import pathlib
import pickle
import re
import resource
import subprocess
import sys

import pytest

import wumei
from wumei import _core

MODULES = ("wumei", "wumei._book", "wumei._checks", "wumei._desk", "wumei._errors",
           "wumei._export", "wumei._files", "wumei._frames", "wumei._open", "wumei._values")
HEADINGS = ["Parameters", "Attributes", "Returns", "Yields", "Raises", "Notes", "References",
            "Examples"]
HEADING = re.compile(r"^(\w[\w ]*)\n(-+)$", re.MULTILINE)


def stub():
    return ast.parse((pathlib.Path(wumei.__file__).parent / "_core.pyi").read_text("utf-8"))


def test_the_stub_names_what_the_module_has():
    said = {node.name for node in stub().body
            if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    there = {name for name, value in vars(_core).items()
             if not name.startswith("_") and (inspect.isroutine(value) or inspect.isclass(value))}
    assert said == there


def test_the_stub_names_every_method_and_parameter():
    for node in stub().body:
        if not isinstance(node, ast.ClassDef):
            continue
        made = getattr(_core, node.name)
        said = {item.name for item in node.body if isinstance(item, ast.FunctionDef)}
        said |= {item.target.id for item in node.body if isinstance(item, ast.AnnAssign)}
        there = {name for name in vars(made) if not name.startswith("_")} | {"__init__"}
        assert said == there, node.name
        for item in node.body:
            if isinstance(item, ast.FunctionDef) and not item.decorator_list:
                documented = getattr(made, item.name).__doc__
                for argument in item.args.args[1:]:
                    assert f"{argument.arg}:" in documented, (node.name, item.name)


def test_every_table_is_an_attribute_with_a_type():
    assert set(wumei.Book.__annotations__) == set(wumei.TABLES) == set(_core.tables())


def test_everything_public_is_documented():
    for name in wumei.__all__:
        value = getattr(wumei, name)
        if not (inspect.isclass(value) or inspect.isroutine(value)):
            continue
        assert inspect.getdoc(value), name
        for member, held in vars(value).items() if inspect.isclass(value) else ():
            public = not member.startswith("_")
            if public and (inspect.isroutine(held) or isinstance(held, property)):
                assert inspect.getdoc(held), (name, member)


def public_routines(module):
    """Functions, methods and classes of a module, by name."""
    for name in module.__all__:
        held = getattr(module, name)
        if inspect.isroutine(held) or inspect.isclass(held):
            yield name, held
        for member, method in vars(held).items() if inspect.isclass(held) else ():
            if not member.startswith("_") and inspect.isroutine(method):
                yield f"{name}.{member}", method


def named_under(heading, text):
    """The names under Parameters or Attributes, in order."""
    after = text.partition(f"{heading}\n----------\n")[2]
    section = re.split(r"\n\n(?=\w[\w ]*\n-+\n)", after)[0]
    heads = [line.split(" : ")[0] for line in section.splitlines() if not line.startswith(" ")]
    return [name.strip().lstrip("*") for head in heads for name in head.split(",")]


@pytest.mark.parametrize("name", ["wumei", "wumei.stats", "wumei.plot", "wumei.xlsx",
                                  "wumei.whatif"])
def test_docstrings_have_one_shape(name):
    """numpydoc's headings in its order; what is taken and given back is under them, and all of it
    (but `how` of a desk's methods, which its class explains)."""
    try:
        module = importlib.import_module(name)
    except wumei.Error as error:
        pytest.skip(error.en)  # what it needs is not installed
    for label, held in public_routines(module):
        text = inspect.getdoc(held)
        heads = HEADING.findall(text)
        assert all(len(head) == len(line) for head, line in heads), label
        names = [head for head, _ in heads]
        assert names == sorted(names, key=HEADINGS.index), label
        if dataclasses.is_dataclass(held):
            fields = [field.name for field in dataclasses.fields(held)]
            assert named_under("Attributes", text) == fields, label
        if inspect.isclass(held):
            continue
        signature = inspect.signature(held)
        taken = [name for name in signature.parameters if name not in ("self", "how")]
        assert named_under("Parameters", text) == taken, label
        gives = signature.return_annotation not in ("None", None)
        assert gives == bool({"Returns", "Yields"} & set(names)), label


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_the_docstrings_run(name, book, village, tmp_path):
    names = {"wumei": wumei, "book": book, "village": village, "folder": str(tmp_path)}
    try:
        import duckdb
        names["duckdb"] = duckdb
    except ImportError:
        pass
    module = importlib.import_module(name)
    failed, _ = doctest.testmod(module, extraglobs=names, optionflags=doctest.ELLIPSIS)
    assert failed == 0


def test_importing_wumei_imports_no_library_of_frames():
    program = ("import sys, wumei\n"
               "print([name for name in ('numpy', 'pandas', 'pyarrow', 'polars', 'matplotlib') "
               "if name in sys.modules])")
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True,
                            text=True)
    assert answer.stdout.strip() == "[]"


def test_nothing_is_left_behind(village):
    def once():
        with wumei.open(village) as book:
            book.legs.to_arrow()
            book.legs.__arrow_c_stream__()  # never consumed
            book.accounts.__arrow_c_schema__()
            next(iter(book.entries.batches()))  # half consumed
            with pytest.raises(wumei.Error):
                book.balance("no account")

    def settled():
        gc.collect()
        return len(gc.get_objects()), resident()

    for _ in range(10):
        once()
    objects, before = settled()
    for _ in range(60):
        once()
    after_objects, after = settled()

    assert after_objects - objects < 100
    assert after - before < 12 * 2**20  # a lost table of legs each time would be more
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > 0


def refused(desk):
    with desk.batch(), pytest.raises(wumei.Refused):
        desk.redeem("01-1", {"G17": 5000}, slip="1", household="0101001", on="2026-04-27")


def failed(book):
    for fail in (lambda: book.balance("no account"), lambda: book.run("no verb"),
                 lambda: book.entry(10 ** 9), lambda: book.legs.where(village="V99").to_arrow()):
        with pytest.raises(wumei.Error):
            fail()


@pytest.mark.parametrize("times, work", [
    (4000, lambda desk, book: book.legs.where(village="V01").__arrow_c_schema__()),
    (1000, lambda desk, book: pickle.loads(pickle.dumps(raised(book)))),
    (400, lambda desk, book: failed(book)),
    (400, lambda desk, book: refused(desk)),
    (400, lambda desk, book: book.run("statement", household="0101001", lang="zh"))])
def test_small_things_leave_nothing_behind_either(times, work, copy):
    """So often that a kilobyte lost each time, or a few, would show; AddressSanitizer keeps some
    megabytes of what was freed."""
    kept = 8 * 2**20 if "ASAN_OPTIONS" in os.environ else 0
    book, desk = copy.desk("2026-04-28T09:00", "T02")
    with book:
        for _ in range(times // 4):
            work(desk, book)
        gc.collect()
        before, entries = resident(), len(book)
        for _ in range(times):
            work(desk, book)
        gc.collect()
        assert resident() - before < kept + max(2**20, 1024 * times)
        assert len(book) == entries


def raised(book):
    with pytest.raises(wumei.Error) as caught:
        book.balance("no account")
    return caught.value


def resident():
    pages = pathlib.Path("/proc/self/statm").read_text().split()[1]
    return int(pages) * resource.getpagesize()


def test_references_are_given_back(book):
    ledger = book._ledger
    before = sys.getrefcount(ledger)
    for _ in range(100):
        frame = book.legs.where(village="V01")
        frame.__arrow_c_schema__()
        frame.to_arrow()
    del frame
    assert sys.getrefcount(ledger) == before


def test_one_sqlite_in_the_process(book):
    import sqlite3
    sqlite3.connect(":memory:").close()
    book.legs.select("seq").to_arrow()
    loaded = {line.split()[-1] for line in pathlib.Path("/proc/self/maps").read_text().splitlines()
              if "libsqlite3" in line}
    assert len(loaded) == 1
