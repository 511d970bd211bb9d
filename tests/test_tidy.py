#!/usr/bin/env python3
"""tidy.py must see what it is there to see: one broken sample for each rule, and clean ones."""
import sys
import unittest

sys.dont_write_bytecode = True
import tidy  # noqa: E402


def rules(check, *arguments):
    """The rules that a check finds broken, sorted."""
    tidy.violations.clear()
    check(*arguments)
    return sorted(v[v.rindex("[") + 1:-1] for v in tidy.violations)


def file_rules(path, text):
    return rules(tidy.check_file, path, text)


def function(lines, parameters="int a"):
    return f"void f({parameters}) {{\n" + "  a += 1;\n" * lines + "}\n"


class Limits(unittest.TestCase):
    path = "src/cli/sample.cpp"

    def test_function_length(self):
        self.assertEqual(file_rules(self.path, function(60)), [])
        self.assertEqual(file_rules(self.path, function(61)), ["function"])
        inside = "namespace a {\nclass B {\n" + function(61) + "};\n}\n"
        self.assertEqual(file_rules(self.path, inside), ["function"])

    def test_braces_that_are_no_function(self):
        table = "constexpr int rows[] = {\n" + "  1,\n" * 80 + "};\n"
        self.assertEqual(file_rules(self.path, table), [])
        constructor = "A::A(int a) : a_{a}, b_{\n1} {\n" + "  a += 1;\n" * 61 + "}\n"
        self.assertEqual(file_rules(self.path, constructor), ["function"])

    def test_parameters(self):
        five = "int a, std::map<int, int> b, int c, int d, int e"
        self.assertEqual(file_rules(self.path, function(1, five)), [])
        self.assertEqual(file_rules(self.path, function(1, five + ", int f")), ["parameters"])

    def test_lines_and_files(self):
        self.assertEqual(file_rules(self.path, "//" + "x" * 98 + "\n"), [])
        self.assertEqual(file_rules(self.path, "//" + "x" * 99 + "\n"), ["column"])
        self.assertEqual(file_rules(self.path, "//" + "五" * 50 + "\n"), ["column"])
        self.assertEqual(file_rules(self.path, "int a; \n"), ["space"])
        self.assertEqual(file_rules(self.path, "int a;\n" * 401), ["file"])


    def test_properties_are_checked(self):
        self.assertEqual(file_rules("tests/unit/a.cpp", "  CHECK(rc::check([] {}));\n"), [])
        self.assertEqual(file_rules("tests/unit/a.cpp", "  rc::check([] {});\n"), ["property"])

    def test_names_of_tests(self):
        self.assertEqual(file_rules("tests/unit/a.cpp", 'TEST_CASE("a, b") {}\n'), [])
        self.assertEqual(file_rules("tests/unit/a.cpp", 'TEST_CASE("a; b") {}\n'), ["test"])


class Words(unittest.TestCase):
    def test_only_code_counts(self):
        clean = '#pragma once\n// a float\nconst char* a = "float"; int b = 1\'000;\n'
        self.assertEqual(file_rules("include/wumei/base/a.hpp", clean), [])
        self.assertEqual(file_rules("include/wumei/base/a.hpp", "#pragma once\nfloat a;\n"),
                         ["float"])
        self.assertEqual(file_rules("include/wumei/publish/a.hpp", "#pragma once\nfloat a;\n"), [])

    def test_catch_all(self):
        swallow = "void f() {\n  try { g(); } catch (...) { h(); }\n}\n"
        rethrow = "void f() {\n  try { g(); } catch (...) { h(); throw; }\n}\n"
        self.assertEqual(file_rules("src/lib/base.cpp", swallow), ["catch-all"])
        self.assertEqual(file_rules("src/lib/base.cpp", rethrow), [])
        self.assertEqual(file_rules("src/cli/main.cpp", swallow), [])

    def test_open_work_and_machine_paths(self):
        mark = "TO" + "DO"
        self.assertEqual(file_rules("README.md", f"{mark}(#12): later\n"), [])
        self.assertEqual(file_rules("README.md", f"{mark}: later\n"), ["mark"])
        self.assertEqual(file_rules("README.md", "see /" + "root/x\n"), ["path"])


class Structure(unittest.TestCase):
    def test_include_table(self):
        up = "#pragma once\n#include <wumei/base/id.hpp>\n"
        down = "#pragma once\n#include <wumei/rules/rule.hpp>\n"
        self.assertEqual(file_rules("include/wumei/people/a.hpp", up), [])
        self.assertEqual(file_rules("include/wumei/people/a.hpp", down), ["include"])
        self.assertEqual(file_rules("include/wumei/awards/a.hpp", down), [])

    def test_a_definition_is_compiled_once(self):
        one, two = "src/lib/base.cpp", "src/lib/base_more.cpp"
        ipp = "include/wumei/base/impl/a.ipp"
        take = "#include <wumei/base/impl/a.ipp>\n"
        self.assertEqual(rules(tidy.check_compiled, {ipp: "", one: take}), [])
        self.assertEqual(rules(tidy.check_compiled, {ipp: "", one: ""}), ["compiled"])
        self.assertEqual(rules(tidy.check_compiled, {ipp: "", one: take, two: take}),
                         ["compiled"])

    def test_codes_must_be_provoked(self):
        texts = {"include/wumei/base/decision.hpp": "enum class RefusalCode : int { full = 1 };",
                 "include/wumei/base/error.hpp": "enum class Errc : int { io = 1 };",
                 "tests/unit/a.cpp": "name(Errc::io); CHECK(code == RefusalCode::full);"}
        self.assertEqual(rules(tidy.check_codes_tested, texts), ["untested"])

    def test_texts(self):
        table = '{"a.b", "甲", "one"},\n{"a.c", "", "two"},\n{"a.b", "丙" "丁", "three"},\n'
        use = 'context.tr("a.b"); context.tr("a.d");\n'
        texts = {"src/cli/text_x.cpp": table, "src/cli/cmd_x.cpp": use}
        self.assertEqual(rules(tidy.check_texts, texts), ["text", "text", "text"])


if __name__ == "__main__":
    unittest.main()
