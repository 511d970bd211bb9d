#!/usr/bin/env python3
"""Installs a build and uses it from an outside project: header-only, compiled, and both at once,
which must be refused.

    run.py --build BUILD --work FOLDER
"""
import argparse
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
REFUSAL = "WUMEI_MODE"  # the property CMake names when a target links both modes


def run(*words):
    return subprocess.run([*map(str, words)], capture_output=True, text=True, check=False)


def need(answer, what):
    if answer.returncode != 0:
        sys.exit(f"{what} failed:\n{answer.stdout}{answer.stderr}")
    return answer.stdout


def configure(prefix, folder, mode):
    return run("cmake", "-S", HERE, "-B", folder, "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={prefix}",
               f"-DMODE={mode}", "-DCMAKE_BUILD_TYPE=Debug", "-DCMAKE_CXX_FLAGS_DEBUG=-O0")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--build", required=True, type=pathlib.Path)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    options = parser.parse_args()
    work = options.work.resolve()
    shutil.rmtree(work, ignore_errors=True)
    prefix = work / "prefix"
    need(run("cmake", "--install", options.build, "--prefix", prefix), "install")
    said = {}
    for mode in ("wumei", "headers"):
        need(configure(prefix, work / mode, mode), f"configuring with wumei::{mode}")
        need(run("cmake", "--build", work / mode), f"building with wumei::{mode}")
        said[mode] = need(run(work / mode / "outside"), f"the program with wumei::{mode}")
        print(f"install: wumei::{mode}: {said[mode].strip()}")
    if said["wumei"] != said["headers"]:
        sys.exit("the two modes answer differently")
    both = configure(prefix, work / "both", "both")
    if both.returncode == 0 or REFUSAL not in both.stderr:
        sys.exit(f"a target that links both modes was not refused:\n{both.stderr}")
    print("install: a target that links both modes is refused")


if __name__ == "__main__":
    main()
