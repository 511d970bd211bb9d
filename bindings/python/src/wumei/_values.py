"""Values that come out of a ledger. All of them can be compared and pickled."""
from __future__ import annotations

import dataclasses
import datetime
import html
from decimal import Decimal
from typing import Any, Dict, List, Mapping, Optional, Tuple

from ._errors import Error, bad_input

__all__ = ["Receipt", "Imported", "Statement", "Verification", "Village"]

CHINA = datetime.timezone(datetime.timedelta(hours=8))


def plain(value: Any) -> Any:
    """What numpy has a type of its own for, as Python's own."""
    return value.item() if type(value).__module__ == "numpy" and hasattr(value, "item") else value


def listed(value: Any) -> List[Any]:
    """One value stands for itself where several may be given: a text is no list of its letters."""
    several = hasattr(value, "__iter__") and not isinstance(value, str)
    return list(value) if several else [value]


def need_text(**given: Any) -> None:
    """What must be text is refused by its type alone: it may be a secret."""
    for field, value in given.items():
        if not isinstance(value, str):
            raise bad_input(type(value).__name__, "须为文字", "text", field=field)


def text_of(name: str, value: Any) -> str:
    """A value as the library reads it. Floats are refused: points are exact."""
    value = plain(value)
    if isinstance(value, bool):
        raise bad_input(str(value), "此处不能是真假值", "true or false stands for nothing here",
                        field=name)
    if isinstance(value, float):
        raise bad_input(repr(value), "分值、金额、数量不能用浮点数，请用 Decimal 或文字",
                        "floats are not exact: give a Decimal, an int or text", field=name)
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise bad_input(str(value), "不是一个数", "not a number", field=name)
        return format(value, "f")
    if isinstance(value, datetime.datetime):
        return instant_text(name, value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, (str, int)):
        return str(value)
    raise bad_input(repr(value), "此处不能是这种值", "a value of this type means nothing here",
                    field=name)


def instant_text(name: str, value: datetime.datetime) -> str:
    """An instant must say where its clock hangs: a naive one could mean two moments."""
    if value.tzinfo is None:
        raise bad_input(value.isoformat(), "时刻须带时区", "a time needs its time zone", field=name)
    return value.isoformat(timespec="seconds")


def day_text(name: str, value: Any) -> str:
    """A day as ``2026-04-08``; a text is taken as it is."""
    if isinstance(value, datetime.datetime) or not isinstance(value, (datetime.date, str)):
        raise bad_input(repr(value), "须为日期", "a date, or text as 2026-04-08", field=name)
    return value if isinstance(value, str) else value.isoformat()


def day_of(text: Optional[str]) -> Optional[datetime.date]:
    return datetime.date.fromisoformat(text) if text else None


def instant_of(millis: int, zone: datetime.timezone = CHINA) -> datetime.datetime:
    whole = datetime.datetime.fromtimestamp(millis // 1000, zone)
    return whole.replace(microsecond=millis % 1000 * 1000)


def table_html(title: str, rows: list[tuple[str, Any]]) -> str:
    """A small table of names and values; every text is escaped."""
    cells = "".join(
        f"<tr><th style='text-align:left'>{html.escape(name)}</th>"
        f"<td style='text-align:right'>{html.escape(str(value))}</td></tr>"
        for name, value in rows)
    return (f"<table class='wumei'><caption style='text-align:left'><b>{html.escape(title)}</b>"
            f"</caption><tbody>{cells}</tbody></table>")


@dataclasses.dataclass(frozen=True)
class Village:
    """A village of the register.

    Attributes
    ----------
    id, name : str
    resident : int
        Resident households, the base of quotas and averages.
    """

    id: str
    name: str
    resident: int


@dataclasses.dataclass(frozen=True)
class Receipt:
    """What came of a command: the entry written, or found written by an earlier try.

    Attributes
    ----------
    seq : int
        Its first entry; of several commands, -1.
    kind : str
        What it is, as ``claim.record``.
    added : int
        Entries written; 0 when they were there already, and on a dry run.
    out : mapping
        Facts as decided.
    document : mapping
        All that was said: what ``wumei --json`` prints.
    """

    seq: int
    kind: str
    added: int
    out: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    document: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    @staticmethod
    def _of(document: Dict[str, Any]) -> Receipt:
        return Receipt(document.get("seq", -1), document.get("kind", ""),
                       document.get("added", document.get("entries", 0)),
                       document.get("out", {}), document)


@dataclasses.dataclass(frozen=True)
class Imported:
    """What became of a file of rows.

    Attributes
    ----------
    file, kind : str
    rows : int
        Rows of the file; 0 for one that was seen before, which is not read again.
    added : int
        Entries written, with the import's own record; on a dry run those that would be.
    known : int
        Rows whose facts were in the ledger already.
    record : int
        Entry of the import: what ``reverse(batch=...)`` takes; -1 for none.
    seen_before : bool
        Whether this very content was imported already.
    dry_run : bool
    kinds : mapping of str to int
        Entries written by kind.
    refused : tuple of mapping
        line, code, zh, en of what the rules refused; only with ``skip_refused``.
    """

    file: str
    kind: str
    rows: int
    added: int
    known: int
    record: int
    seen_before: bool
    dry_run: bool
    kinds: Mapping[str, int] = dataclasses.field(default_factory=dict)
    refused: Tuple[Mapping[str, Any], ...] = ()

    @staticmethod
    def _of(document: Dict[str, Any]) -> Imported:
        record = -1 if document["dry_run"] else document["record"]
        return Imported(**{**document, "record": record, "refused": tuple(document["refused"])})


@dataclasses.dataclass(frozen=True)
class Verification:
    """What a check of the whole ledger found. True in a condition when it is sound.

    Attributes
    ----------
    verdict : str
        ``verified``, ``witnessed`` or ``unwitnessed``; ``failed``, ``could_not_check``, ``stale``
        or ``equivocation``.
    entries : int
        How many were checked.
    origin : str
        Name of the log in checkpoints.
    root : str
        RFC 6962 root over them, base64.
    law, seq : int or None
        The law that is broken, and the first entry that breaks it.
    message : str
        What is wrong, in the language asked for; ``""`` for nothing.
    document : mapping
        All that was said: what ``wumei verify --json`` prints.
    """

    verdict: str
    entries: int
    origin: str
    root: str
    law: Optional[int]
    seq: Optional[int]
    message: str
    document: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    @staticmethod
    def _of(document: Dict[str, Any]) -> Verification:
        return Verification(document["verdict"], document.get("entries", 0),
                            document.get("origin", ""), document.get("root", ""),
                            document.get("law"), document.get("seq"),
                            document.get("message", ""), document)

    def __bool__(self) -> bool:
        return self.verdict in ("verified", "witnessed", "unwitnessed")

    def _repr_html_(self) -> str:
        mark = "✓" if self else "✗"
        rows = [("结论 verdict", f"{mark} {self.verdict}"), ("记录 entries", f"{self.entries:,}"),
                ("日志 origin", self.origin), ("根 root", self.root)]
        if self.seq is not None:
            rows.append(("条目 entry", str(self.seq)))
        if self.law is not None:
            rows.append(("规则 law", str(self.law)))
        if self.message:
            rows.append(("说明 message", self.message))
        return table_html("核验 verification", rows)


@dataclasses.dataclass(frozen=True)
class Statement:
    """A household's own account: what it has, what waits, and why each point came or went.

    Attributes
    ----------
    household, head, village, group : str
        The head's name is masked.
    spendable, pending, arrears, honour, leased : Decimal
        Points now.
    lots : tuple of mapping
        Spendable points by the day on which they expire.
    waiting : tuple of mapping
        Points on public notice.
    lines : tuple of mapping
        What came and went, newest first, each with its reason; points are Decimal, days
        `datetime.date`.
    refused : tuple of mapping
        Claims that the rules refused.
    page : str
        The same for printing, HTML.
    """

    household: str
    head: str
    village: str
    group: str
    spendable: Decimal
    pending: Decimal
    arrears: Decimal
    honour: Decimal
    leased: Decimal
    lots: Tuple[Mapping[str, Any], ...]
    waiting: Tuple[Mapping[str, Any], ...]
    lines: Tuple[Mapping[str, Any], ...]
    refused: Tuple[Mapping[str, Any], ...]
    page: str = dataclasses.field(repr=False, default="")

    @staticmethod
    def _of(document: Dict[str, Any], page: str) -> Statement:
        def rows(name: str) -> Tuple[Mapping[str, Any], ...]:
            return tuple({key: typed(key, value) for key, value in row.items()}
                         for row in document.get(name, ()))

        def typed(key: str, value: Any) -> Any:
            if key in ("points", "pending", "spendable"):
                return Decimal(value)
            return day_of(value) if key in ("on", "until", "expires") else value

        amounts = {name: Decimal(document.get(name, "0.00"))
                   for name in ("spendable", "pending", "arrears", "honour", "leased")}
        return Statement(household=document["household"], head=document["head"],
                         village=document["village"], group=document["group"], **amounts,
                         lots=rows("lots"), waiting=rows("waiting"), lines=rows("lines"),
                         refused=rows("refused"), page=page)

    def _repr_html_(self) -> str:
        rows = [("户 household", f"{self.household} {self.head}"),
                ("村 village", f"{self.village} {self.group}"),
                ("可用 spendable", self.spendable), ("待公示 pending", self.pending),
                ("荣誉 honour", self.honour)]
        if self.arrears:
            rows.append(("欠分 arrears", self.arrears))
        moves = "".join(
            f"<tr><td>{line['on']}</td><td>{html.escape(line['what'])}</td>"
            f"<td style='text-align:right'>{line['pending']:+}</td>"
            f"<td style='text-align:right'>{line['spendable']:+}</td>"
            f"<td>{html.escape(line['why'])}</td></tr>" for line in self.lines)
        head = "<tr><th>日期 on</th><th>事项 what</th><th>待公示 pending</th>" \
               "<th>可用 spendable</th><th>说明 why</th></tr>"
        return (table_html("存折 statement", rows)
                + f"<table class='wumei'><thead>{head}</thead><tbody>{moves}</tbody></table>")


def closed_error() -> Error:
    return Error("bad_input", "账本已关闭", "the book is closed")
