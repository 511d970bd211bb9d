"""What a ledger's register holds, for drop-down lists and for looking ids up."""
from __future__ import annotations

import json
import re
from typing import Any, Dict, Iterator, List

__all__ = ["items_of", "lists_of"]

#: Kind of entry, field with the id, field with its name, by list.
REGISTERED = {"shops": ("shop.register", "shop", "name"),
              "officers": ("officer.appoint", "officer", "")}
RULE = re.compile(r'^\s*id\s*=\s*"([^"]+)"')
NAME = re.compile(r'^\s*name\s*=\s*"([^"]+)"')
EVIDENCE = re.compile(r'^\s*\[evidence\.([A-Za-z0-9_-]+)\]')
ITEM = re.compile(r'^\s*code\s*=\s*"([^"]+)"', re.MULTILINE)


def lists_of(book: Any) -> Dict[str, Dict[str, str]]:
    """Names by id, of villages, households, shops, officers, goods, rules and evidence.

    Households have no names here: they are private, and a list hangs on many walls.
    """
    lists: Dict[str, Dict[str, str]] = {
        "villages": {village.id: village.name for village in book.villages},
        "households": {id: "" for id in book.households.select("household").to_arrow()[
            "household"].to_pylist()}}
    for name, (kind, field, about) in REGISTERED.items():
        lists[name] = {fact[field]: fact.get(about, "") for fact in _facts(book, kind)}
    prices = list(_facts(book, "prices.publish"))
    lists["goods"] = dict(_goods(prices[-1])) if prices else {}
    bodies = [fact["body"] for fact in _facts(book, "rules.publish")]
    lists.update(_rule_lists(bodies[-1]) if bodies else {"rules": {}, "evidence": {}})
    return lists


def items_of(book: Any) -> List[str]:
    """Codes of the items of the score sheet published last, in its order."""
    bodies = [fact["body"] for fact in _facts(book, "sheet.publish")]
    return ITEM.findall(bodies[-1]) if bodies else []


def _facts(book: Any, kind: str) -> Iterator[Dict[str, Any]]:
    frame = book.entries.where(kind=kind).select("data")
    for data in frame.to_arrow()["data"].to_pylist():
        yield json.loads(data)["in"]


def _goods(prices: Dict[str, Any]) -> Iterator[Any]:
    for line in prices["goods"]:
        if isinstance(line, dict):
            yield line["sku"], line["name"]
        else:
            yield line[0], line[1]


def _rule_lists(body: str) -> Dict[str, Dict[str, str]]:
    """Ids and names out of a rule book, which is TOML of our own writing: a library for reading
    any TOML came with Python 3.11 only."""
    rules: Dict[str, str] = {}
    evidence: Dict[str, str] = {}
    table, current = "", ""
    for line in body.splitlines():
        opened = EVIDENCE.match(line)
        if opened:
            table, current = "evidence", opened.group(1)
            evidence[current] = ""
        elif line.startswith("["):
            table, current = ("rule" if line.startswith("[[rule]]") else ""), ""
        elif table == "rule" and RULE.match(line):
            current = RULE.match(line).group(1)  # type: ignore[union-attr]
            rules[current] = ""
        elif current and NAME.match(line):
            (rules if table == "rule" else evidence)[current] = NAME.match(
                line).group(1)  # type: ignore[union-attr]
    return {"rules": rules, "evidence": evidence}
