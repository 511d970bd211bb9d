"""Notebooks are executed by `./dev python`; here: that they are small, bilingual and in order."""
import ast
import json

import pytest

from conftest import ROOT

NOTEBOOKS = sorted((ROOT / "examples" / "notebooks").glob("*.ipynb"))


def test_there_are_all_of_them():
    assert [path.name[0] for path in NOTEBOOKS] == list("12345")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_small_and_says_everything_twice(path):
    notebook = json.loads(path.read_text(encoding="utf-8"))

    assert path.stat().st_size < 60_000
    for cell in notebook["cells"]:
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            assert any("\u4e00" <= letter <= "\u9fff" for letter in text)
            assert sum(letter.isascii() and letter.isalpha() for letter in text) > 10
        else:
            ast.parse(text)
            assert "/tmp/" not in json.dumps(cell["outputs"])


def test_the_independent_notebook_never_imports_the_package():
    notebook = json.loads(NOTEBOOKS[4].read_text(encoding="utf-8"))
    code = "\n".join("".join(cell["source"]) for cell in notebook["cells"]
                     if cell["cell_type"] == "code")

    names = {alias.name.split(".")[0] for node in ast.walk(ast.parse(code))
             if isinstance(node, ast.Import) for alias in node.names}
    assert names and "wumei" not in names and "village" not in names
