"""What stands in the cells of a sheet with figures: numbers, places, periods, ages and sexes as people write them."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from .cube import LARGEST, period_of

SIGNS = {"..", ".", ":"}  # missing, not in use, hidden
SPACES = re.compile("[\u0020\u00a0\u2007\u2009\u202f]")
NUMBER = re.compile(
    r"-?(?P<whole>[0-9]+|[0-9]{1,3}(?P<gap>[ .,'])[0-9]{3}(?:(?P=gap)[0-9]{3})*)(?:(?P<mark>[.,])(?P<part>[0-9]+))?"
)
TWO_WAYS = re.compile(r"-?[1-9][0-9]{0,2}[.,][0-9]{3}")  # "1,234": twelve hundred, or one and a bit
MEN = {"1", "menn", "mann", "gutter", "males", "male", "men", "m"}
WOMEN = {"2", "kvinner", "kvinne", "jenter", "females", "female", "women", "k", "f"}
BOTH = {"0", "begge kjønn", "begge", "both sexes", "both", "i alt", "totalt", "total", "t"}
YEARS = r"(?: ?(?:years?|år))?"
ONE_AGE = re.compile(rf"0*([0-9]{{1,3}}){YEARS}", re.IGNORECASE)
OPEN_AGE = re.compile(
    rf"0*([0-9]{{1,3}}) ?(?:\+{YEARS}|{YEARS} (?:or older|and over|eller eldre|og eldre|og over|\+))", re.IGNORECASE
)
AGE_SPAN = re.compile(rf"0*([0-9]{{1,3}}) ?[-–] ?0*([0-9]{{1,3}}){YEARS}", re.IGNORECASE)


def decimal_marks(texts: Iterable[str]) -> set[str]:
    """Which of "." and "," stand before decimals in these numbers, as far as the numbers themselves tell."""
    marks = set()
    for text in texts:
        found = NUMBER.fullmatch(SPACES.sub(" ", text.strip()).replace("−", "-"))
        if found and found["mark"] and not TWO_WAYS.fullmatch(found[0]):
            marks.add(found["mark"])
        elif found and found["gap"] in {".", ","} and not TWO_WAYS.fullmatch(found[0]):
            marks.add("," if found["gap"] == "." else ".")
    return marks


def number(text: str, marks: set[str], *, typed: bool = False) -> tuple[int | Decimal | None, str]:
    """A value and a sign. A dash is nil, as in official tables; an empty cell is no value. ValueError: no number.

    ``marks``: what stands before decimals in this file. Where that is not known, "1,234" is refused.
    ``typed``: from a spreadsheet, whose numbers have a full stop before the decimals.
    """
    plain = SPACES.sub(" ", text.strip()).replace("−", "-")
    if plain in SIGNS:
        return None, plain
    if plain in {"-", "–"}:
        return 0, ""
    if not plain:
        return None, ""
    found = NUMBER.fullmatch(plain)
    if typed and re.fullmatch(r"-?[0-9]+\.[0-9]+", plain):
        pass
    elif found and TWO_WAYS.fullmatch(plain):
        if len(marks) != 1:
            raise ValueError(text)
        plain = plain.replace(",", ".") if plain[-4] in marks else plain.replace(plain[-4], "")
    elif found:
        whole = found["whole"].replace(found["gap"] or " ", "")
        if found["mark"] and found["mark"] == found["gap"]:
            raise ValueError(text)
        plain = ("-" if plain[0] == "-" else "") + whole + (f".{found['part']}" if found["part"] else "")
    elif not re.fullmatch(r"-?[0-9](?:\.[0-9]+)?[eE][-+][0-9]{1,3}", plain):  # a very small number in a spreadsheet
        raise ValueError(text)
    value = Decimal(plain)
    if abs(value) >= LARGEST:
        raise ValueError(text)
    return (int(value) if "." not in plain and value == int(value) else value), ""


@lru_cache(10_000)
def place(text: str) -> tuple[str, str]:
    """Code and name: "K-3401 Kongsvinger", "3401", "402" (a spreadsheet ate the nought), or a bare name."""
    plain = " ".join(text.split())
    found = re.fullmatch(r"((?:[A-Z]{1,2}[-_]?)?[0-9]+[a-z]?)(?: (.+))?", plain)
    if not found:
        return plain, plain
    code = found[1].zfill(4) if re.fullmatch(r"[0-9]{3}", found[1]) else found[1]
    return code, found[2] or ""


@lru_cache(10_000)
def period(text: str) -> tuple[str, str]:
    """ "2025", "2025K3", "2025Q3", "3. kvartal 2025", "2025M11". ValueError: no period we know."""
    plain = " ".join(text.split())
    if quarter := re.fullmatch(r"([1-4])\. ?(?:kvartal|kv\.?|quarter) ([0-9]{4})", plain, re.IGNORECASE):
        plain = f"{quarter[2]}K{quarter[1]}"
    found = period_of(plain)
    if not found:
        raise ValueError(text)
    return found[0], found[0]


@lru_cache(10_000)
def sex(text: str) -> tuple[str, str]:
    plain = " ".join(text.split())
    for code, words in (("1", MEN), ("2", WOMEN), ("0", BOTH)):
        if plain.casefold() in words:
            return code, plain
    return plain, plain


@lru_cache(10_000)
def age(text: str) -> tuple[str, str]:
    """ "7 years" as "007", "105 år eller eldre" as "105+", "20-24" as "020-024"; other words stay."""
    plain = " ".join(text.split())
    if found := ONE_AGE.fullmatch(plain):
        return f"{int(found[1]):03}", plain
    if found := OPEN_AGE.fullmatch(plain):
        return f"{int(found[1]):03}+", plain
    if found := AGE_SPAN.fullmatch(plain):
        return f"{int(found[1]):03}-{int(found[2]):03}", plain
    return plain, plain


@lru_cache(10_000)
def as_it_stands(text: str) -> tuple[str, str]:
    plain = " ".join(text.split())
    return plain, plain
