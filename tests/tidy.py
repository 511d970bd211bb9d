#!/usr/bin/env python3
"""Checks the limits of CONTRIBUTING that a script can check, over the whole tree.

Prints one FILE:LINE: message for each violation and exits 1 when there is any. Standard library
only. An exception needs a line in EXCEPTIONS with its reason; one that no longer applies is itself
a violation, so the table cannot rot.
"""
import pathlib
import re
import subprocess
import sys
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parent.parent
FUNCTION_MAX, FILE_MAX, COLUMN_MAX, PARAMETER_MAX, VERIFIER_MAX = 60, 400, 100, 5, 150

# (path, rule) -> reason. The rule is the word in brackets at the end of a message.
EXCEPTIONS = {}

# A module may include itself and what its row names; the order is that of the design's table.
ALL = ["base", "people", "rules", "scoring", "notice", "ledger", "awards", "market", "audit",
       "store", "programme"]
MAY_USE = {
    "base": [],
    "people": ["base"],
    "rules": ["base", "people"],
    "scoring": ["base", "people", "rules"],
    "notice": ["base", "people"],
    "ledger": ["base"],
    "awards": ["base", "people", "rules", "scoring", "notice", "ledger"],
    "market": ["base", "people", "rules", "notice", "ledger"],
    "audit": ["base", "ledger"],
    "store": ["base", "ledger", "audit"],
    "programme": ALL[:-1],
    "publish": ALL,
}

LIBRARY = ("include/", "src/lib/")
EDGES = ("src/cli/", "src/http/", "src/hub/", "src/terminal/", "bindings/")
# (rule, pattern over code without comments and strings, where it counts, what to do instead)
BANNED = [
    ("float", r"\b(float|double)\b",
     lambda p: p.startswith("include/wumei/") and "/publish/" not in p,
     "amounts are integers of the smallest unit"),
    ("thread_local", r"\bthread_local\b", lambda p: True, "pass the object in"),
    ("rand", r"\b(s?rand|random_device)\s*\(", lambda p: True, "take an IdSource or a seed"),
    ("stdout", r"\bstd::(cout|cerr|clog)\b|\bs?printf\s*\(", lambda p: p.startswith(LIBRARY),
     "the library does not print"),
    ("catch-all", r"\bcatch\s*\(\s*\.\.\.\s*\)", lambda p: not p.startswith(EDGES),
     "let it fly; only an edge catches everything"),
    ("system", r"\b(system|popen)\s*\(", lambda p: p.startswith(LIBRARY), "no shell here"),
    ("getenv", r"\bgetenv\s*\(", lambda p: p.startswith(LIBRARY), "the environment is an input"),
    ("name", r"\b(class|struct)\s+\w*(Manager|Helper|Utils?)\b",
     lambda p: p.startswith("include/"), "name the noun"),
    ("property", r"(?m)^ *rc::check\s*\(", lambda p: p.startswith("tests/"),
     "CHECK what it returns, else it cannot fail"),
    ("sleep", r"\b(sleep_for|sleep_until|usleep)\b", lambda p: p.startswith("tests/unit/"),
     "tests do not wait"),
]
CPP = (".hpp", ".ipp", ".cpp", ".h", ".c", ".cc")
TEXT = CPP + (".py", ".md", ".txt", ".cmake", ".toml", ".json", ".csv", ".html", ".css", ".yml", "")

violations = []
used_exceptions = set()


def report(path, line, rule, message):
    if (path, rule) in EXCEPTIONS:
        used_exceptions.add((path, rule))
        return
    violations.append(f"{path}:{line}: {message} [{rule}]")


def tracked_files():
    listing = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT,
                             capture_output=True, check=False)
    if listing.returncode == 0:
        names = listing.stdout.decode().split("\0")
    else:  # an unpacked archive
        names = [str(p.relative_to(ROOT)) for p in ROOT.rglob("*") if p.is_file()]
    return sorted(n for n in set(names) if n and (ROOT / n).is_file())


def literal_end(text, start):
    """Index just after the string or character literal that starts at `start`."""
    raw = re.match(r'R"([^()\\ ]{0,16})\(', text[start - 1:start + 20]) if start else None
    if raw:
        end = text.find(")" + raw[1] + '"', start)
        return len(text) if end < 0 else end + len(raw[1]) + 2
    i = start + 1
    while i < len(text) and text[i] != text[start] and text[i] != "\n":
        i += 2 if text[i] == "\\" else 1
    return i + 1


def code_only(text, keep_strings=False):
    """The text with comments (and literals) blanked, every newline and column kept."""
    blank = lambda part: re.sub(r"[^\n]", " ", part)
    out, i = [], 0
    while i < len(text):
        two = text[i:i + 2]
        separator = text[i] == "'" and i and text[i - 1].isalnum() and text[i - 1] not in "uUL"
        if two == "//":
            end = text.find("\n", i)
            end = len(text) if end < 0 else end
            out.append(blank(text[i:end]))
        elif two == "/*":
            end = text.find("*/", i)
            end = len(text) if end < 0 else end + 2
            out.append(blank(text[i:end]))
        elif text[i] in "\"'" and not separator:
            end = literal_end(text, i)
            part = text[i:end]
            out.append(part if keep_strings else part[0] + blank(part[1:-1]) + part[-1:])
        else:
            end = i + 1
            out.append(text[i])
        i = end
    return "".join(out)


def matching(text, start):
    """Index of the brace or parenthesis that closes the one at `start`, or the end."""
    opening, closing = text[start], {"{": "}", "(": ")"}[text[start]]
    depth = 0
    for i in range(start, len(text)):
        if text[i] == opening:
            depth += 1
        elif text[i] == closing:
            depth -= 1
            if depth == 0:
                return i
    return len(text) - 1


def without_template(head):
    """`head` without a leading `template <...>`, whose `class` is not a class."""
    head = head.strip()
    while head.startswith("template"):
        depth = 0
        for i, c in enumerate(head):
            depth += (c == "<") - (c == ">")
            if c == ">" and depth == 0:
                head = head[i + 1:].strip()
                break
        else:
            return head
    return head


def parameters(head):
    """How many parameters the function whose head this is takes."""
    start = head.find("(")
    if "operator()" in head.replace(" ", ""):
        start = head.find("(", start + 1)
    inside = head[start + 1:matching(head, start)]
    depth, count = 0, 1 if inside.strip() not in ("", "void") else 0
    for c in inside:
        depth += (c in "<({[") - (c in ">)}]")
        count += c == "," and depth == 0
    return count


def functions(code):
    """Yields (head, start of the body, end of the body) of every function outside functions."""
    i = head_from = 0
    while i < len(code):
        c = code[i]
        if c == "#" and code[code.rfind("\n", 0, i) + 1:i].strip() == "":
            while True:  # a preprocessor line and its continuations
                end = code.find("\n", i)
                end = len(code) if end < 0 else end
                i = end + 1
                if code[end - 1:end] != "\\":
                    break
            head_from = i
            continue
        if c in ";}":
            head_from = i + 1
        elif c == "{":
            head = without_template(code[head_from:i])
            end = matching(code, i)
            after = code[end + 1:end + 200].lstrip()[:1]
            transparent = re.match(r"(inline\s+)?namespace\b|extern\b", head) or (
                re.search(r"\b(class|struct|union)\b", head.split("(")[0]) and
                not re.search(r"\)\s*(const|noexcept|override|final)*\s*$", head))
            if transparent:
                head_from = i + 1
            elif "(" in head and after in (",", "{") and ")" in head and ":" in head:
                i = end  # a brace of a constructor's initialiser list
            elif "(" in head and not re.search(r"(?<![=!<>])=(?!=)[^()]*$", head.split("(")[0]):
                yield head, i, end
                i, head_from = end, end + 1
            else:
                i, head_from = end, end + 1
        i += 1


def check_functions(path, code):
    line_of = lambda index: code.count("\n", 0, index) + 1
    for head, start, end in functions(code):
        length = line_of(end) - line_of(start) - 1
        name = " ".join(head.split("(")[0].split()[-1:])
        if length > FUNCTION_MAX:
            report(path, line_of(start), "function",
                   f"body of {name} has {length} lines, at most {FUNCTION_MAX}")
        if parameters(head) > PARAMETER_MAX:
            report(path, line_of(start), "parameters",
                   f"{name} takes {parameters(head)} parameters, at most {PARAMETER_MAX}")


def module_of(path):
    found = re.match(r"include/wumei/(\w+)/", path) or re.match(r"src/lib/([a-z]+)[_.]", path)
    return found[1] if found and found[1] in MAY_USE else None


def check_includes(path, text):
    module = module_of(path)
    for number, line in enumerate(text.split("\n"), 1):
        found = re.match(r"\s*#\s*include\s*[<\"]wumei/(\w+)/", line)
        if found and module and found[1] != module and found[1] not in MAY_USE[module]:
            report(path, number, "include", f"{module} may not include {found[1]}")
        definitions = re.search(r"#\s*include.*(?<!/archive)(?<!/archive_level)\.ipp>", line)
        if definitions and not path.startswith(LIBRARY):
            report(path, number, "include", "definitions are included by the library only")
        if path.startswith("include/") and re.match(r'\s*#\s*include\s*"', line):
            report(path, number, "include", "write <wumei/module/name.hpp>")


def rethrows(code, found):
    """A catch-all that puts its own house in order and lets the exception go on, be it to the
    thread that asked."""
    start = code.find("{", found.end())
    if not found[0].startswith("catch") or start < 0:
        return False
    body = code[start:matching(code, start)]
    return re.search(r"\bthrow;|\bstd::current_exception\(\)", body) is not None


def check_banned(path, code):
    for rule, pattern, where, advice in BANNED:
        if where(path):
            for found in re.finditer(pattern, code):
                if rethrows(code, found):
                    continue
                report(path, code.count("\n", 0, found.start()) + 1, rule,
                       f"{found[0].strip()}: {advice}")


def width(line):
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in line)
    return len(line) + wide


# Put together here so that this file does not hold what it bans.
MACHINE_PATH = re.compile("/" + r"(work|root|home/\w+)/(?!\*)")
MARK = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b(?!\(#\d+\))")


def check_lines(path, text):
    source = path.endswith(CPP) or path.endswith(".py")
    for number, line in enumerate(text.split("\n"), 1):
        if line != line.rstrip() and not path.endswith(".csv"):
            report(path, number, "space", "trailing white space")
        if source and "\t" in line:
            report(path, number, "space", "a tab")
        if source and width(line) > COLUMN_MAX:
            report(path, number, "column", f"{width(line)} columns, at most {COLUMN_MAX}")
        if MARK.search(line):
            report(path, number, "mark", "open work needs an issue number: (#12)")
        if path.endswith(CPP) and re.search(r'TEST_CASE\("[^"]*;', line):
            report(path, number, "test", "CMake splits the name of a test at ';'")
        if MACHINE_PATH.search(line):
            report(path, number, "path", "a path of one machine")


def check_file(path, text):
    lines = text.count("\n")
    if path.endswith(CPP + (".py",)) and lines > FILE_MAX:
        report(path, lines, "file", f"{lines} lines, at most {FILE_MAX}")
    if path == "examples/python/verify.py" and lines > VERIFIER_MAX:
        report(path, lines, "file", f"{lines} lines, at most {VERIFIER_MAX}")
    if path.endswith((".hpp", ".ipp")) and "#pragma once" not in text:
        report(path, 1, "pragma", "no #pragma once")
    check_lines(path, text)
    if path.endswith(CPP):
        code = code_only(text)
        check_functions(path, code)
        check_includes(path, text)
        check_banned(path, code)


def enumerators(texts, path, enum):
    """(name, line) of every enumerator of `enum` in that header."""
    code = code_only(texts[path])
    found = re.search(r"enum class " + enum + r"\b[^{]*\{([^}]*)\}", code)
    for item in re.finditer(r"\b([a-z_]\w*)\s*=", found[1]):
        yield item[1], code.count("\n", 0, found.start(1) + item.start()) + 1


def check_codes_tested(texts):
    tests = "\n".join(code_only(t) for p, t in texts.items()
                      if p.startswith("tests/") and p.endswith(CPP))
    for path, enum in (("include/wumei/base/decision.hpp", "RefusalCode"),
                       ("include/wumei/base/error.hpp", "Errc")):
        for name, line in enumerators(texts, path, enum):
            # Asking for a code's own name provokes nothing.
            if not re.search(rf"(?<!name\()\b{enum}::{name}\b", tests):
                report(path, line, "untested", f"no test provokes {enum}::{name}")


def definitions_of(texts, path, found):
    """The .ipp files that `path` includes, by itself or through others."""
    for name in re.findall(r"#\s*include <(wumei/[\w/]+\.ipp)>", texts.get(path, "")):
        if "include/" + name not in found:
            found.add("include/" + name)
            definitions_of(texts, "include/" + name, found)
    return found


def check_compiled(texts):
    """Every definition is compiled once: more would not link, none would be missing."""
    reached = {}
    for path in texts:
        if path.startswith("src/lib/") and path.endswith(".cpp"):
            for name in definitions_of(texts, path, set()):
                reached.setdefault(name, []).append(path)
    for path in texts:
        if not path.endswith(".ipp"):
            continue
        files = sorted(reached.get(path, []))
        if not files:
            report(path, 1, "compiled", "no file of src/lib includes it")
        elif len(files) > 1 and not path.endswith("/archive.ipp"):
            report(path, 1, "compiled", "defined more than once: " + ", ".join(files))


TEXT_ROW = re.compile(r'\{\s*"([a-z][\w.\-]*)"\s*,((?:\s*"(?:[^"\\]|\\.)*")+)\s*,'
                      r'((?:\s*"(?:[^"\\]|\\.)*")+)\s*\}')


def check_texts(texts):
    """Every key of the command line's texts is there once, in Chinese and in English."""
    keys = {}
    for path, text in texts.items():
        if not re.match(r"src/cli/text_\w+\.cpp$", path):
            continue
        code = code_only(text, keep_strings=True)
        for row in TEXT_ROW.finditer(code):
            line = code.count("\n", 0, row.start()) + 1
            chinese, english = ("".join(re.findall(r'"((?:[^"\\]|\\.)*)"', row[n])) for n in (2, 3))
            if not chinese or not english:
                report(path, line, "text", f"{row[1]} lacks a language")
            if row[1] in keys:
                report(path, line, "text", f"{row[1]} is also in {keys[row[1]]}")
            keys[row[1]] = path
    if not keys:
        return
    for path, text in texts.items():
        if path.startswith("src/cli/") and path.endswith(CPP):
            code = code_only(text, keep_strings=True)
            for use in re.finditer(r'\btr\(\s*"([^"]+)"\s*[,)]', code):
                if use[1] not in keys:
                    report(path, code.count("\n", 0, use.start()) + 1, "text",
                           f"no text is called {use[1]}")


def main():
    texts = {}
    for path in tracked_files():
        if not path.endswith(TEXT) or pathlib.PurePath(path).suffix not in TEXT:
            continue
        try:
            texts[path] = (ROOT / path).read_text("utf-8")
        except UnicodeDecodeError:
            continue  # examples/data keeps files in other encodings on purpose
    for path, text in texts.items():
        check_file(path, text)
    check_codes_tested(texts)
    check_compiled(texts)
    check_texts(texts)
    for path, rule in EXCEPTIONS.keys() - used_exceptions:
        violations.append(f"{path}:1: the exception for [{rule}] is no longer needed [exception]")
    print("\n".join(sorted(violations)) or f"tidy: {len(texts)} files, nothing to say")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
