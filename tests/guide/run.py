#!/usr/bin/env python3
"""Runs the commands of the manual: every ```sh block of examples/guide, in order, in one shell, on
a copy of the example village. The first command that fails fails the test.

    run.py --wumei PROGRAM
"""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "examples"
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def script():
    """The manual's commands, each page announced so that a failure says where it is."""
    parts = ["set -e"]
    guide = EXAMPLES / "guide"
    for page in [*sorted(guide.glob("[0-9]*.md")), guide / "format.md"]:
        blocks = BLOCK.findall(page.read_text("utf-8"))
        if not blocks:
            sys.exit(f"{page.name} has no commands to run")
        parts += [f"echo '--- {page.name}'", *blocks]
    return "\n".join(parts)


def run_manual(wumei, work):
    """Runs every command in a copy of the examples under `work`; returns the village's folder."""
    shutil.copytree(EXAMPLES / "data", work / "data")
    shutil.copytree(EXAMPLES / "python", work / "python")
    village = work / "data/village"
    environment = {key: value for key, value in os.environ.items()
                   if not key.startswith("WUMEI_")}
    environment["PATH"] = f"{wumei.resolve().parent}{os.pathsep}{environment['PATH']}"
    answer = subprocess.run(["bash", "-xc", script()], cwd=village, env=environment,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                            encoding="utf-8", check=False)
    if answer.returncode != 0:
        sys.exit(f"the manual's commands end with {answer.returncode}:\n{answer.stdout[-4000:]}")
    return village


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--wumei", required=True, type=pathlib.Path)
    wumei = parser.parse_args().wumei
    with tempfile.TemporaryDirectory() as folder:
        run_manual(wumei, pathlib.Path(folder))
    print("the manual's commands run")


if __name__ == "__main__":
    main()
