"""When things happen in a month of the season. Accounts close on the 25th; deeds reported after
the 19th belong to the next month's list, so that three days of notice fit before the close."""

from datetime import date, timedelta

YEAR = 2026
FIRST_MONTH = 4
SHOP_DAYS = (24, 25)


def months(count):
    """The season's months, the first being April 2026."""
    return [(YEAR, FIRST_MONTH + i) for i in range(count)]


def tag(month):
    """Name of a month in file names: `2026-04`."""
    return f"{month[0]}-{month[1]:02d}"


def days(first, last):
    return [first + timedelta(days=i) for i in range((last - first).days + 1)]


def inspection_days(month, last):
    """Working days on which inspectors walk; the quarter's whole sheet starts and ends earlier,
    because the award round is ranked from it."""
    first, until = (2, 12) if last else (6, 17)
    span = days(date(*month, first), date(*month, until))
    return [day for day in span if day.weekday() < 5]


def claim_days(month):
    """From the day after the last close to the 19th; the season's first month from the 1st."""
    first = date(month[0], month[1] - 1, 26) if month[1] > FIRST_MONTH else date(*month, 1)
    return days(first, date(*month, 19))


def objection_days(month):
    return [date(*month, 21), date(*month, 22)]


def delivery_day(month):
    return date(*month, 3)


def shop_days(month):
    return [date(*month, day) for day in SHOP_DAYS]
