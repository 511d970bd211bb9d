"""Opening ledgers, and founding them."""
from __future__ import annotations

from typing import Any, Dict, Optional

from . import _core
from ._book import Book
from ._call import Path, call_of
from ._checks import Moment, opening_of
from ._errors import bad_input
from ._values import need_text

__all__ = ["create", "open"]


def open(path: Path, *, write: bool = False, head: Optional[Path] = None,
         key: Optional[Path] = None, passphrase: Optional[str] = None,
         now: Optional[Moment] = None) -> Book:
    """Opens a ledger.

    Parameters
    ----------
    path : path
        The ledger, ``NAME.wumei``.
    write : bool
        For reading only by default: no lock is taken and nothing is ever written, so it may be the
        ledger that a counter or a hub has open. For writing there is one process at a time.
    head : path, optional
        Where the signed head is remembered; beside the ledger by default.
    key : path, optional
        What signs checkpoints; ``NAME.wumei.key`` by default.
    passphrase : str, optional
        Of the key: closing a day then signs. It is kept as long as the book is open.
    now : datetime or str, optional
        Of a rehearsal: what time it is.

    Returns
    -------
    Book
        Close it, or use it in a ``with`` statement.

    Raises
    ------
    Error
        ``not_found``, ``bad_input`` (no ledger), ``busy`` (another process writes it),
        ``corrupt``, ``unsupported``, ``io``.

    Examples
    --------
    >>> import wumei
    >>> with wumei.open(village) as book:
    ...     book.title, book.writes
    ('官桥镇', False)
    """
    return Book(_core.Ledger(opening_of(path, write, head, key, passphrase, now)))


def create(path: Path, *, title: str, programme: str, officer: str, pin: str, passphrase: str,
           name: Optional[str] = None, origin: Optional[str] = None, close_day: int = 25,
           rehearsal: bool = False, now: Optional[Moment] = None,
           key: Optional[Path] = None) -> Book:
    """Founds a ledger with its key and its first officer, and opens it for writing.

    Parameters
    ----------
    path : path
        A new file; none is ever overwritten.
    title, programme : str
        Its name on pages, and a short id.
    officer, pin : str
        The founder, who gets every role, and six digits.
    passphrase : str
        Of the new key.
    name : str, optional
        The founder's name; private.
    origin : str, optional
        Name of the log in checkpoints, ends in ``/e1``.
    close_day : int
        Accounts close on this day of the month.
    rehearsal : bool
        Times then come from `now`, and the same commands make the same bytes.
    now : datetime or str, optional
        When a rehearsal begins.
    key : path, optional
        Where its key is kept; ``NAME.wumei.key`` by default.

    Returns
    -------
    Book

    Raises
    ------
    Error
        ``conflict`` for a file that exists, ``bad_input``, ``io``.
    """
    if now is not None and not rehearsal:
        raise bad_input(str(now), "只有演练账本（rehearsal=True）可以指定时间",
                        "only a rehearsal (rehearsal=True) is told the time", field="now")
    need_text(officer=officer, pin=pin, passphrase=passphrase)
    opening = opening_of(path, True, None, key, passphrase, now)
    options: Dict[str, Any] = {"title": title, "programme": programme, "name": name,
                               "origin": origin, "close-day": close_day,
                               "rehearsal": rehearsal}
    _core.run(opening, call_of("init", options), officer, pin)
    return Book(_core.Ledger(opening))
