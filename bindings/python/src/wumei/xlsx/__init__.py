"""Spreadsheets: templates to fill in, reading what came back, tables and papers to print.

::

    from wumei import xlsx

    xlsx.template("claims", "claims.xlsx", book=book)      # drop-down lists from the ledger
    print(xlsx.preview(book, "claims", "filled.xlsx").say("en"))
    imported = xlsx.apply(desk, "claims", "filled.xlsx")   # all rows or none; twice adds nothing
    desk.reverse(batch=imported.record, reason="wrong month")
    xlsx.export(book, "tables.xlsx", tables=("balances", "redemptions"))
    xlsx.bulletin(book, "board.xlsx", village="V01", month="2026-04")

It needs openpyxl: ``pip install 'wumei[xlsx]'``. On the command line: ``python -m wumei xlsx``.
"""
from ._apply import Preview, apply, preview
from ._export import bulletin, export, statements
from ._kinds import KINDS, Column, Kind
from ._read import Sheet, read
from ._template import template

__all__ = ["Column", "KINDS", "Kind", "Preview", "Sheet", "apply", "bulletin", "export", "preview",
           "read", "statements", "template"]
