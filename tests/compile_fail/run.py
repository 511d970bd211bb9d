#!/usr/bin/env python3
"""Snippets that must not compile, each beside its twin that must: a wrong program is refused for
the reason named and not for a typing error.

    run.py --compiler CXX --include FOLDER
"""
import argparse
import subprocess
import sys
import tempfile

PRELUDE = """
#include <wumei/base/amount.hpp>
#include <wumei/base/date.hpp>
#include <wumei/base/decision.hpp>
#include <wumei/base/id.hpp>
using namespace wumei;
Decision<Points> ask();
void pay(const HouseholdId&, Points);
"""

# (what is refused, the wrong line, its right twin)
CASES = [
    ("points from a floating number", "Points p = Points::of_units(3.5);",
     "Points p = Points::of_units(350);"),
    ("points from a bare integer", "Points p = 350;", "Points p = Points::of_units(350);"),
    ("adding points and yuan", "auto s = Points() + Yuan();", "auto s = Points() + Points();"),
    ("adding points and honour", "auto s = Points() + Honour();", "auto s = Honour() + Honour();"),
    ("comparing yuan with points", "bool b = Yuan() < Points();", "bool b = Yuan() < Yuan();"),
    ("an officer where a household is meant", "void f() { pay(OfficerId(\"o-1\"), Points()); }",
     "void f() { pay(HouseholdId(\"1\"), Points()); }"),
    ("an id from text without saying so", "HouseholdId h = \"0301017\";",
     "HouseholdId h{\"0301017\"};"),
    ("a decision nobody looks at", "void f() { ask(); }",
     "bool f() { return static_cast<bool>(ask()); }"),
    ("a date from a number of days without saying so", "Date d = 20000;",
     "Date d = Date::from_days(20000);"),
]


def compiles(options, line):
    with tempfile.NamedTemporaryFile("w", suffix=".cpp", encoding="utf-8") as source:
        source.write(PRELUDE + line + "\n")
        source.flush()
        command = [options.compiler, "-std=c++20", "-fsyntax-only", "-DWUMEI_COMPILED", "-Werror",
                   "-Wall", "-Wextra", "-Wconversion", "-Wfloat-conversion",
                   f"-I{options.include}", source.name]
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
    return answer.returncode == 0, answer.stderr


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--compiler", required=True)
    parser.add_argument("--include", required=True)
    options = parser.parse_args()
    for what, wrong, right in CASES:
        good, said = compiles(options, right)
        if not good:
            sys.exit(f"the right twin of \"{what}\" does not compile:\n{said}")
        if compiles(options, wrong)[0]:
            sys.exit(f"{what} compiles: {wrong}")
    print(f"{len(CASES)} wrong programs are refused, their twins compile")


if __name__ == "__main__":
    main()
