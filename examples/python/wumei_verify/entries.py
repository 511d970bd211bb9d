"""One entry: its one spelling, its eleven fields, its key, its commitment."""
import base64
import datetime
import functools
import hmac
import json
import re
import unicodedata

from .result import UNCHECKED, need

TAG, EXACT = "wumei/entry/1", 2**53
PLAIN = re.compile(r"[ !#-\[\]-~]*")  # printable ASCII that JSON does not escape
KEY = re.compile("([^#]+)(?:#([1-9][0-9]{0,8})/([1-9][0-9]{0,8}))?")
ZEROS = bytes(64)


def spell(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def exact(value):
    """Only what an entry may hold: whole numbers, text, booleans, lists, objects."""
    if isinstance(value, dict):
        return all(map(exact, value.values()))
    if isinstance(value, list):
        return all(map(exact, value))
    return isinstance(value, str) or isinstance(value, int) and -EXACT < value < EXACT


def canonical(data):
    """The value of JSON that is in its one spelling."""
    value = json.loads(data)
    need(spell(value).encode() == data and exact(value)
         and unicodedata.is_normalized("NFC", data.decode()), "format", "not its one spelling")
    return value


@functools.lru_cache(100_000)
def is_day(text):
    try:
        return bool(re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text) and text >= "1970"
                    and datetime.date.fromisoformat(text))
    except ValueError:
        return False


def day(text):
    need(is_day(text), "format", f"{text!r} is not a day")
    return text


def ident(text):
    """The name of something that is registered."""
    need(re.fullmatch("[A-Za-z0-9._-]{1,40}", text), "format", f"{text!r} is no id")
    return text


def plus_days(text, count):
    return (datetime.date.fromisoformat(text) + datetime.timedelta(count)).isoformat()


@functools.lru_cache(1000)
def day_number(days):
    return (datetime.date(1970, 1, 1) + datetime.timedelta(days)).isoformat()


def day_of(millis, offset):
    """The day of a moment, `offset` minutes east of UTC."""
    return day_number((millis + offset * 60_000) // 86_400_000)


def is_key(text):
    """One of n entries of a command ends in `#i/n`, and `#` stands nowhere else."""
    part = len(text) < 65 and KEY.fullmatch(text)
    return bool(part) and (part[2] is None or int(part[3]) >= max(2, int(part[2])))


class Entry:
    """The fields, with `data` as `given` (facts as given) and `out` (facts as decided)."""

    def __init__(self, leaf):
        row = canonical(leaf)
        need(len(leaf) < 65536, "format", f"{len(leaf)} bytes")
        tag = row[0] if isinstance(row, list) and row else None
        need(tag == TAG or not re.fullmatch("wumei/entry/[0-9]+", str(tag)), "format",
             f"the entry has the format {tag}, this program reads {TAG} only", UNCHECKED)
        (tag, self.seq, self.recorded, self.effective, self.kind, self.actor, self.key, self.refs,
         self.legs, self.data, self.detail) = row
        texts = [self.kind, self.actor, self.key, self.detail]
        texts += [text for leg in self.legs for text in leg[:2]]
        numbers = [self.seq, self.recorded, *self.refs]
        numbers += [amount for leg in self.legs for amount in leg[2:]]
        right = (tag == TAG and all(type(x) is int for x in numbers) and is_day(self.effective)
                 and all(type(x) is str and PLAIN.fullmatch(x) for x in texts)
                 and all(len(leg) == 5 for leg in self.legs) and is_key(self.key)
                 and len(self.detail) in (0, 43) and list(self.data) == ["in", "out"])
        need(right, "format", "not an entry: a field is missing or of another type")
        self.given, self.out = self.data["in"], self.data["out"]
        need(type(self.given) is dict and type(self.out) is dict, "format", "facts are objects")
        self.officer = self.actor.partition("@")[0]
        self.today = None  # the day of recording, once the offset is known


class Keys:
    """Law 5: a key is used once; the n entries of one command stand together, first to last."""

    def __init__(self):
        self.seen, self.awaited = set(), None

    def add(self, key, column):
        need(key == column, 5, f"filed under {column!r}, not under its own key")
        stem, *part = KEY.fullmatch(key).groups("1")
        i, n = map(int, part)
        need((stem, i, n) == (self.awaited or (stem, 1, n)), 5, f"{key!r} breaks up a command")
        need(i > 1 or stem not in self.seen, 5, f"the key {stem!r} was used before")
        self.seen.add(stem)
        self.awaited = (stem, i + 1, n) if i < n else None


def base64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def commitment(salt, body):
    message = b"wumei/detail/1\n" + body
    return base64url(hmac.digest(salt, message + ZEROS[len(message) % 64:], "sha256"))
