"""One cell of a spreadsheet as the text that the ledger's importers read, exactly or not at all."""
from __future__ import annotations

import datetime
import re
import unicodedata
from decimal import Decimal
from typing import Any, Callable, Dict, Optional, Sequence

from ._kinds import Column

__all__ = ["Trouble", "cell_text"]

PLACES = {"points": 2, "yuan": 2, "measure": 3, "count": 0}
#: What people write into a cell to say that there is nothing.
NOTHING = {"", "-", "--", "/", "\\", "—", "——", "–", "无", "n/a"}
NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d*)?")
DAY = re.compile(r"(\d{4})([-/.年])(\d{1,2})([-/.月])(\d{1,2})日?(\s.*)?")
TIGHT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
FIRST_DAY, LAST_DAY = datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)
SAFE_DIGITS = 15  # a spreadsheet keeps no more of a number


class Trouble(Exception):
    """Why a cell cannot be read: what was expected and what to do, in both languages."""

    def __init__(self, zh: str, en: str, found: Optional[str] = None):
        super().__init__(en)
        self.zh, self.en, self.found = zh, en, found


def cell_text(value: Any, column: Column, *, number_format: str = "General",
              epoch: datetime.datetime = datetime.datetime(1899, 12, 30)) -> str:
    """The text of a cell of `column`; "" for an empty one.

    Raises
    ------
    Trouble
        When it is not what the column holds, or may have lost digits in the spreadsheet.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        value = unicodedata.normalize("NFKC", value).replace("\u200b", "")
        value = " ".join(value.split())
        if value.casefold() in NOTHING and (not column.needed or value == ""):
            return ""
    if isinstance(value, bool):
        raise Trouble("此处不能是真假值，请改为文字或数字",
                      "true or false stands for nothing here: type text or a number", str(value))
    return READERS[column.of](value, column, number_format, epoch)


def _day(value: Any, _: Column, __: str, epoch: datetime.datetime) -> str:
    expected = ("应为日期，如 2026-04-08", "expected a date, as 2026-04-08")
    if isinstance(value, datetime.datetime):
        return _plausible(value.date(), str(value))
    if isinstance(value, datetime.date):
        return _plausible(value, str(value))
    if isinstance(value, (int, float)):
        tight = TIGHT_DAY.fullmatch(str(value)) if isinstance(value, int) else None
        return _serial(value, epoch) if tight is None else _day_of(tight.groups(), str(value))
    if not isinstance(value, str):
        raise Trouble(*expected, str(value))
    match = TIGHT_DAY.fullmatch(value) or DAY.fullmatch(value)
    if match is None and re.fullmatch(r"\d{5}(\.\d+)?", value):
        return _serial(float(value), epoch)
    if match is None:
        raise Trouble(expected[0] + "（写全年、月、日）", expected[1] + ", with its year", value)
    parts = match.groups()
    numbers = parts if len(parts) == 3 else (parts[0], parts[2], parts[4])
    return _day_of(numbers, value)


def _day_of(numbers: Sequence[str], found: str) -> str:
    year, month, day = map(int, numbers)
    try:
        return _plausible(datetime.date(year, month, day), found)
    except ValueError:
        raise Trouble("没有这一天，请核对", "there is no such day: look at the paper",
                      found) from None


def _plausible(day: datetime.date, found: str) -> str:
    if FIRST_DAY <= day <= LAST_DAY:
        return day.isoformat()
    raise Trouble("日期应在 2000 年到 2099 年之间", "expected a day from 2000 to 2099", found)


def _serial(value: float, epoch: datetime.datetime) -> str:
    """A date that lost its format: days since the workbook's own epoch (1900 or 1904)."""
    try:
        return _plausible((epoch + datetime.timedelta(days=int(value))).date(), f"{value:g}")
    except (OverflowError, ValueError):
        raise Trouble("应为日期，如 2026-04-08", "expected a date, as 2026-04-08",
                      str(value)) from None


def _number(value: Any, column: Column, *_: Any) -> str:
    places = PLACES[column.of]
    what = (("应为整数", "expected a whole number") if places == 0 else
            (f"应为数字，最多 {places} 位小数", f"expected a number of {places} places at most"))
    if isinstance(value, (int, float)):
        # What the spreadsheet shows at its full 15 digits: 0.1+0.2 is 0.3 there.
        number = Decimal(format(value, ".15g")) if isinstance(value, float) else Decimal(value)
    elif isinstance(value, str):
        text = re.sub(r"\s*(分|元|件|次|积分)$", "", value).lstrip("¥").replace("−", "-")
        if not NUMBER.fullmatch(text):
            raise Trouble(what[0] + "，不带文字", what[1] + ", without words", value)
        number = Decimal(text.replace(",", ""))
    else:
        raise Trouble(what[0] + "，读到的是日期", what[1] + ", not a date: set the cell's format",
                      str(value))
    if not number.is_finite():
        raise Trouble(what[0], what[1], str(value))
    if number.adjusted() >= SAFE_DIGITS:  # before rounding, which has digits for so much only
        raise Trouble("数字过大", "the number is too large", str(value))
    if number != round(number, places):
        raise Trouble(what[0], what[1], str(value))
    if len(number.as_tuple().digits) > SAFE_DIGITS:
        raise Trouble("数字过大", "the number is too large", str(value))
    return _shortest(number)


def _shortest(number: Decimal) -> str:
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _id(value: Any, _: Column, number_format: str, __: datetime.datetime) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, (datetime.date, datetime.time)):
        raise Trouble("应为编号，读到的是日期（表格把编号改成了日期），请设为文本格式重新填写",
                      "expected an id, but the spreadsheet made a date of it: format the cell as "
                      "text and type it again", str(value))
    if isinstance(value, float) and not value.is_integer():
        raise Trouble("应为编号", "expected an id: format the cell as text and type it again",
                      str(value))
    digits = str(int(value))
    if len(digits) > SAFE_DIGITS:
        raise Trouble("编号超过 15 位且存为数字，末位已丢失，请设为文本格式重新填写",
                      "more than 15 digits stored as a number have lost the last ones: format the "
                      "cell as text and type it again", digits)
    wide = re.fullmatch(r'"?(0+)"?(;.*)?', number_format)
    return digits.zfill(len(wide.group(1))) if wide else digits


def _text(value: Any, column: Column, number_format: str, epoch: datetime.datetime) -> str:
    if isinstance(value, float) and not value.is_integer():
        return _shortest(Decimal(format(value, ".15g")))
    return _id(value, column, number_format, epoch)


def _choice(value: Any, column: Column, *_: Any) -> str:
    tight = "".join(str(value).split())
    if tight in column.words or (tight == "" and not column.needed):
        return tight
    words = "、".join(column.words)
    raise Trouble(f"应为其中之一：{words}", f"expected one of {words}", str(value))


def _secret(value: Any, column: Column, *more: Any) -> str:
    whole = isinstance(value, int) or isinstance(value, float) and value.is_integer()
    digits = str(int(value)).zfill(6) if whole else str(value)
    if re.fullmatch(r"\d{6}", digits, re.ASCII):
        return digits
    # The cell itself is not repeated: messages end up in photographs of screens.
    raise Trouble("应为六位数字，或留空", "expected six digits, or nothing",
                  f"{len(digits)} characters")


READERS: Dict[str, Callable[..., str]] = {
    "day": _day, "points": _number, "yuan": _number, "measure": _number, "count": _number,
    "id": _id, "text": _text, "choice": _choice, "secret": _secret}
