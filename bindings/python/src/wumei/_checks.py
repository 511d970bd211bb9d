"""Checks of whole ledgers and of proofs: nothing needs to be open for them."""
from __future__ import annotations

import datetime
import json
import os
from typing import Any, Callable, Dict, Iterable, Mapping, Optional, Union

from . import _core
from ._call import Path, call_of
from ._errors import Error, bad_input
from ._values import Verification, instant_text, need_text

__all__ = ["verify", "check_proof"]

Moment = Union[datetime.datetime, str]


def _now_text(now: Optional[Moment]) -> str:
    if now is None:
        return ""
    return now if isinstance(now, str) else instant_text("now", now)


def opening_of(path: Path, write: bool = False, head: Optional[Path] = None,
             key: Optional[Path] = None, passphrase: Optional[str] = None,
             now: Optional[Moment] = None) -> _core.Opening:
    if passphrase is not None:
        need_text(passphrase=passphrase)
    return _core.Opening(os.fspath(path), write, os.fspath(head or ""), os.fspath(key or ""),
                         passphrase, _now_text(now))


def verify(path: Path, *, checkpoints: Iterable[Path] = (), key: Optional[str] = None,
           newer_than: Optional[Union[datetime.date, str]] = None, policy: Optional[Path] = None,
           require_witness: bool = False, lang: str = "en") -> Verification:
    """Checks a whole ledger from its first entry, trusting nothing but its bytes.

    Parameters
    ----------
    path : path
        The ledger; it may be in use.
    checkpoints : iterable of path
        Checkpoints kept outside: of receipts, proofs, a witness.
    key : str, optional
        The log's verifier key, known from outside, or a file with it.
    newer_than : date or str, optional
        The last entry must be of this day or later.
    policy : path, optional
        Which witnesses are believed.
    require_witness : bool
        Demand their quorum.
    lang : {"en", "zh"}
        Of the message.

    Returns
    -------
    Verification
        True in a condition when everything is sound.

    Examples
    --------
    >>> import wumei
    >>> found = wumei.verify(village)
    >>> found.verdict, bool(found)
    ('verified', True)
    """
    options = {"checkpoint": [os.fspath(file) for file in checkpoints], "newer-than": newer_than,
               "policy": policy, "require-witness": require_witness}
    document, _ = _core.run(opening_of(path, key=key), call_of("verify", options, lang=lang))
    return Verification._of(json.loads(document))


def check_proof(file: Path, *, key: Optional[str] = None, policy: Optional[Path] = None,
                checkpoints: Iterable[Path] = (), require_witness: bool = False,
                lang: str = "en") -> Verification:
    """Checks a proof that `Book.prove` gave; needs no ledger.

    Parameters
    ----------
    file : path
        The proof.
    key : str, optional
        The log's verifier key, or a file with it: whom to believe. This or `policy` is needed.
    policy : path, optional
        The log and the witnesses that are believed.
    checkpoints : iterable of path
        Checkpoints kept outside, which it must not contradict.
    require_witness : bool
        Demand the quorum of the policy's witnesses.
    lang : {"en", "zh"}
        Of the message.

    Returns
    -------
    Verification
        True in a condition when the proof is sound.
    """
    options = {"file": os.fspath(file), "policy": policy, "require-witness": require_witness,
               "checkpoint": [os.fspath(held) for held in checkpoints]}
    document, _ = _core.run(opening_of("", key=key), call_of("check-proof", options, lang=lang))
    said = json.loads(document)
    said.setdefault("entries", said.get("size", 0))
    return Verification._of(said)


def proof_of(run: Callable[..., Dict[str, Any]], options: Mapping[str, Any]) -> str:
    """The text of a proof, of an entry or of a balance; what the verb says where there is none."""
    if (options["seq"] is None) == (options["balance"] is None):
        raise bad_input("", "seq 与 household 必须二选一", "either seq or household is needed",
                        field="seq")
    said = run("proof", **options)
    if "text" not in said:
        raise Error("not_found", run("proof", lang="zh", **options)["message"], said["message"])
    return str(said["text"])
