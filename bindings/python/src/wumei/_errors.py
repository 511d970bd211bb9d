"""What the library says when it cannot or will not do something."""
from __future__ import annotations

from typing import Any, Dict, Mapping, Tuple

__all__ = ["Error", "Refused"]


class Error(Exception):
    """Something failed: bad input, not found, conflict, busy, disk, corrupt bytes.

    Attributes
    ----------
    code : str
        Stable name for programs: ``bad_input``, ``not_found``, ``conflict``, ``busy``, ``io``,
        ``corrupt``, ``overflow``, ``unsupported``, ``unauthorised``, ``cancelled``, ``usage``.
    facts : dict of str to str
        Values that belong to it: ``file``, ``line``, ``field``, ``found``, ``expected``, ...
    zh, en : str
        The sentence for people, in both languages. ``str(error)`` is the English one.

    Examples
    --------
    >>> import wumei
    >>> try:
    ...     wumei.open("no-such.wumei")
    ... except wumei.Error as error:
    ...     error.code
    'not_found'
    """

    code: str
    facts: Dict[str, str]
    zh: str
    en: str

    def __init__(self, code: str, zh: str, en: str, facts: Mapping[str, str] = {}):
        super().__init__(en)
        self.code = code
        self.zh = zh
        self.en = en
        self.facts = dict(facts)

    def __reduce__(self) -> Tuple[Any, ...]:
        return type(self), (self.code, self.zh, self.en, self.facts)

    def __repr__(self) -> str:
        return f"wumei.{type(self).__name__}({self.code!r}, {self.en!r})"

    def say(self, lang: str = "zh") -> str:
        """The sentence in that language.

        Parameters
        ----------
        lang : {"zh", "en"}

        Returns
        -------
        str
        """
        return self.zh if lang == "zh" else self.en


class Refused(Error):
    """The rules say no; nothing was written but, for a claim, the reason.

    `code` is the name that entries and ``wumei --json`` carry: ``points.short``, ``cap.times``.
    It is an `Error` so that a script which is not prepared for it stops; catch it first where a
    refusal is an ordinary outcome.
    """


def bad_input(found: str, zh: str, en: str, **place: object) -> Error:
    """Bad input at a place: file, sheet, row, cell, column."""
    facts = {name: str(value) for name, value in place.items() if value is not None}
    facts["found"] = found
    where = ", ".join(f"{name} {value}" for name, value in facts.items() if name != "found")
    if not where:
        return Error("bad_input", f"输入有误：{zh}", f"bad input: {en}", facts)
    return Error("bad_input", f"输入有误（{where}）：{zh}", f"bad input ({where}): {en}", facts)
