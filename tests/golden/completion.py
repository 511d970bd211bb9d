#!/usr/bin/env python3
"""Completes command lines in a real shell with the script that wumei writes for it.

    completion.py --wumei PROGRAM --shell bash|zsh|fish

Ends with 77, which ctest counts as skipped, where that shell is not installed.
"""
import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SKIPPED = 77

# A line, what must be offered and what must not be. `only` means: nothing besides.
CASES = [
    ("wumei cl", ["claim", "close"], ["only"]),
    ("wumei close m", ["month"], ["only"]),
    ("wumei -L a.wumei close m", ["month"], ["only"]),
    ("wumei --lang ", ["zh", "en"], ["only"]),
    ("wumei --lang=z", ["zh"], ["only"]),
    ("wumei close day --lang ", ["zh", "en"], ["only"]),
    ("wumei --as close ", ["claim", "verify"], ["month"]),
    ("wumei --as ", [], ["claim", "zh"]),
    ("wumei close day mon", [], ["month"]),
    ("wumei import hou", ["households"], ["only"]),
    ("wumei xlsx im", ["import"], ["only"]),
    ("wumei xlsx import cla", ["claims"], ["only"]),
    ("wumei xlsx import tra", [], ["transfers"]),
    ("wumei statement --ht", ["--html"], ["only"]),
    ("wumei claim check --re", ["--reject", "--reason"], ["only"]),
    ("wumei inspect record --part ", ["outside", "whole"], ["only"]),
    ("wumei completion ", ["bash", "zsh", "fish"], ["claim"]),
    ("wumei check-proof pro", ["proof.txt"], ["only"]),
    ("wumei --key pro", ["proof.txt"], ["only"]),
    ("wumei verify --checkpoint pro", ["proof.txt"], ["only"]),
]

BASH = r"""
. ./script
IFS=$'\n' COMP_WORDS=($WORDS)
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
[ "${COMP_WORDS[COMP_CWORD]}" = "@" ] && COMP_WORDS[COMP_CWORD]=""
unset IFS
_wumei
printf '%s\n' "${COMPREPLY[@]}"
"""

# What the completion system is given, written down as it is given.
ZSH_HOOK = r"""
typeset -ga hits=()
compadd() {
  if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then
    builtin compadd "$@"
    return
  fi
  local -a now=()
  builtin compadd -A now "$@"
  hits+=($now)
  builtin compadd "$@"
}
complete-and-tell() {
  zle complete-word
  print -rl -- ${(u)hits} > found
  zle -I
  print "@@""done"
}
zle -N complete-and-tell
bindkey '^I' complete-and-tell
"""

# The prompt comes once the line editor reads keys; before, the terminal would eat them.
ZSH = r"""
zmodload zsh/zpty || exit 1
zpty shell zsh -f -i
zpty -w shell 'autoload -Uz compinit; compinit -u -D; . ./script; . ./hook; PROMPT=@@""up'
zpty -r shell seen '*@@up*'
zpty -n -w shell "$LINE"$'\t'
zpty -r shell seen '*@@done*'
zpty -d shell
"""


def shell_output(words, folder, **variables):
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "TERM": "dumb",
                   "LANG": "C.UTF-8"} | variables
    done = subprocess.run(words, cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60,
                          check=False)
    return done.stdout.decode("utf-8", "replace")


def offered_by_bash(line, folder):
    words = re.split(r"\s+|(?<=[^ =])(?==)|(?<==)", line)  # as readline does: = is a word
    text = shell_output(["bash", "-c", BASH], folder, WORDS="\n".join(w or "@" for w in words))
    return text.splitlines()


def offered_by_zsh(line, folder):
    found = folder / "found"
    found.unlink(missing_ok=True)
    trouble = shell_output(["zsh", "-f", "-c", ZSH], folder, LINE=line)
    return found.read_text("utf-8").splitlines() if found.exists() else [trouble]


def offered_by_fish(line, folder):
    text = shell_output(["fish", "--no-config", "-c",
                         "source ./script; complete -C \"$LINE\""], folder, LINE=line)
    return [word.split("\t")[0].split("=")[-1] for word in text.splitlines()]


SHELLS = {"bash": offered_by_bash, "zsh": offered_by_zsh, "fish": offered_by_fish}


def complaint(offered, wanted, unwanted):
    missing = [word for word in wanted if word not in offered]
    extra = [word for word in offered
             if word in unwanted or ("only" in unwanted and word not in wanted)]
    return f"missing {missing}, too much {extra[:5]}" if missing or extra else ""


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--wumei", required=True, type=Path)
    parser.add_argument("--shell", required=True, choices=SHELLS)
    options = parser.parse_args()
    if not shutil.which(options.shell):
        print(f"skipped: no {options.shell} here")
        return SKIPPED
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        script = subprocess.run([options.wumei, "completion", options.shell], check=True,
                                stdout=subprocess.PIPE).stdout
        (folder / "script").write_bytes(script)
        (folder / "hook").write_text(ZSH_HOOK, encoding="utf-8")
        (folder / "proof.txt").write_text("", encoding="utf-8")
        for line, wanted, unwanted in CASES:
            offered = [word for word in SHELLS[options.shell](line, folder) if word]
            bad = complaint(offered, wanted, unwanted)
            if bad:
                wrong += 1
                print(f"{line!r}: {bad}")
    print(f"{options.shell}: {len(CASES)} lines, {wrong} completed wrongly")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
