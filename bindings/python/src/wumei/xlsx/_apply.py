"""Looking before importing, importing, and saying by cell what the importer says by line."""
from __future__ import annotations

import dataclasses
import html
from decimal import Decimal, InvalidOperation
from typing import Any, Dict, List, Mapping, Optional, Set, Tuple, Union

from .._errors import Error, Refused
from ._kinds import at_cell, kind_of
from ._lists import lists_of
from ._open import Path
from ._read import Sheet, gather, read

__all__ = ["Preview", "apply", "preview"]


#: English head of the column that a refusal is about, by its code or the code's first word.
SUBJECTS = {"goods.limit": "quantity", "stock.short": "quantity", "tier.below": "quantity",
            "prices.stale": "", "village.mismatch": "", "count.reason": "reason",
            "household": "household", "rule": "rule", "goods": "sku", "shop": "shop",
            "date": "date", "village": "village", "grid": "grid", "card": "card",
            "evidence": "evidence"}


@dataclasses.dataclass(frozen=True)
class Preview:
    """What an import would do. True in a condition when nothing stands against it.

    Attributes
    ----------
    sheet : Sheet
    problems : tuple of Error
        Each with its cell.
    imported : Imported, optional
        What a desk would have imported; None for a book.
    """

    sheet: Sheet
    problems: Tuple[Error, ...] = ()
    imported: Optional[Any] = None

    def __bool__(self) -> bool:
        return not self.problems

    def say(self, lang: str = "zh") -> str:
        """For people, in that language.

        Parameters
        ----------
        lang : {"zh", "en"}

        Returns
        -------
        str
        """
        rows = len(self.sheet.rows)
        zh = lang == "zh"
        file, sheet, kind = self.sheet.file, self.sheet.sheet, kind_of(self.sheet.kind)
        said = [f"{file}，{sheet}：{kind.zh} {rows} 行" if zh
                else f"{file}, {sheet}: {rows} rows of {kind.name}"]
        said += self.sheet.notes
        if self.imported is not None:
            new, known = self.imported.rows - self.imported.known, self.imported.known
            said.append(f"将新增 {new} 行，已有 {known} 行" if zh
                        else f"{new} rows would be new, {known} are there already")
        said += [problem.say(lang) for problem in self.problems]
        return "\n".join(said)

    def _repr_html_(self) -> str:
        lines = self.say("zh").splitlines()
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self.sheet.heads)
        body = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>"
                       for row in self.sheet.rows[:10])
        return ("<p>" + "<br>".join(map(html.escape, lines)) + "</p>"
                f"<table class='wumei'><tr>{head}</tr>{body}</table>")


def preview(where: Any, kind: Optional[str], path: Path, *,
            sheet: Optional[str] = None, **options: Any) -> Preview:
    """Reads a workbook and says what importing it would do; writes nothing.

    Parameters
    ----------
    where : Book or Desk
        With a book, ids are looked up in its register. With a desk, the import is decided as it
        would be, and what the rules refuse is said as well.
    kind, path, sheet
        As `read`.
    **options
        With a desk: as of `apply`.

    Returns
    -------
    Preview
        With every problem by its cell, not only the first.
    """
    taken, problems = gather(path, kind, sheet)
    if hasattr(where, "import_bytes"):
        if problems:
            return Preview(taken, tuple(problems))
        try:
            return Preview(taken, (), _run(where, taken, dry_run=True, **options))
        except Error as error:
            return Preview(taken, (error,))
    return Preview(taken, tuple(problems + _unknown(where, taken)))


def apply(desk: Any, kind: Optional[str], path: Path, *, sheet: Optional[str] = None,
          **options: Any) -> Any:
    """Imports a workbook, all rows or none; the same rows again add nothing.

    Parameters
    ----------
    desk : Desk
        Who imports.
    kind, path, sheet
        As `read`.
    **options
        ``skip_refused``, ``effective``, ``late``, as of `Desk.import_csv`; rows that the rules
        refused are listed with their cells.

    Returns
    -------
    Imported
        ``desk.reverse(batch=imported.record, reason=...)`` takes all of it back.

    Raises
    ------
    Error, Refused
        With the fact ``cell``; nothing was written.
    """
    return _run(desk, read(path, kind, sheet), **options)


def _run(desk: Any, taken: Sheet, **options: Any) -> Any:
    try:
        imported = desk.import_bytes(taken.kind, taken.file, taken.csv(), **options)
    except Error as error:
        raise _placed(error, taken) from None
    refused = tuple({**row, "cell": _cell_of(taken, int(row.get("line", 0)), row)}
                    for row in imported.refused)
    return dataclasses.replace(imported, refused=refused)


def _placed(error: Error, taken: Sheet) -> Error:
    line = error.facts.get("line", "")
    if not line.isdigit():
        return error
    cell = _cell_of(taken, int(line), {"code": error.code, **error.facts})
    kept = {name: value for name, value in error.facts.items() if name not in ("line", "file")}
    facts = {"file": taken.file, "sheet": taken.sheet, "cell": cell, **kept}
    kind = Refused if isinstance(error, Refused) else Error
    return kind(error.code, f"{cell}：{error.zh}", f"{cell}: {error.en}", facts)


def _cell_of(taken: Sheet, line: int, facts: Mapping[str, Any]) -> str:
    """The cell that an error of a row is about where that can be told, else the row's first."""
    if not 2 <= line < len(taken.rows) + 2:
        return taken.cell(line)
    columns = {column.head: column for column in kind_of(taken.kind).columns
               if column.head in taken.heads}
    english = {column.english: head for head, column in columns.items()}
    row = dict(zip(taken.heads, taken.rows[line - 2]))
    field = facts.get("field", "")
    if field:
        return taken.cell(line, english.get(field, field))
    code = str(facts.get("code", ""))
    subject = SUBJECTS.get(code, SUBJECTS.get(code.partition(".")[0], ""))
    head = english.get(subject, "")
    if head and all(_same(facts[name], row[english[name]]) for name in english if name in facts):
        return taken.cell(line, head)
    meant = [head for head, column in columns.items()
             if any(name in facts and _same(facts[name], row[head])
                    for name in (column.english, column.from_book[:-1]) if name)]
    return taken.cell(line, meant[0] if len(meant) == 1 else "")


def _same(said: Any, text: str) -> bool:
    """Whether a fact is what a cell holds: 2.500 is 2.5."""
    try:
        return bool(str(said) == text or Decimal(str(said)) == Decimal(text))
    except InvalidOperation:
        return False


def _unknown(book: Any, taken: Sheet) -> List[Error]:
    """Ids that the register has not, with the one that was meant where a zero went missing."""
    lists = lists_of(book)
    found = []
    for column in kind_of(taken.kind).columns:
        known: Union[Set[str], Dict[str, str]] = lists.get(column.from_book, {})
        if column.head not in taken.heads or not known:
            continue
        at = taken.heads.index(column.head)
        for line, row in enumerate(taken.rows, 2):
            if row[at] and row[at] not in known:
                found.append(_not_registered(taken, line, column.head, row[at], set(known)))
    return found


def _not_registered(taken: Sheet, line: int, head: str, text: str, known: Set[str]) -> Error:
    meant = [other for other in known if text.isdigit() and other.lstrip("0") == text.lstrip("0")]
    hint = ((f"，是否为 {meant[0]}（前导零丢失，请设为文本格式）",
             f"; did you mean {meant[0]}? Leading zeros were lost: format the cell as text")
            if len(meant) == 1 else ("", ""))
    sheet, _, cell = taken.cell(line, head).rpartition("!")
    return at_cell(sheet, cell, text, f"登记册里没有这个{head}{hint[0]}",
                   f"the ledger knows no such {head}{hint[1]}", column=head)
