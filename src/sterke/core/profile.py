"""A cluster profile: everything that makes a cluster this one and not another, as one TOML file.

``read`` gives a Profile or says every error at once, one line each; nothing is guessed. Each room takes its part with
``@takes_profile`` in its own profile.py; ``sterke init`` calls them in order.
"""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from .models import Cluster

SHIPPED = settings.BASE / "profiles"
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
TEXT_KEY = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)+")
Row = dict[str, Any]


@dataclass(frozen=True)
class Profile:
    """A profile that has passed every check."""

    cluster: Row
    municipalities: list[Row]
    regions: list[Row]
    networks: list[Row]
    indicators: list[Row]
    journeys: list[Row]
    categories: list[Row]
    bodies: list[Row]
    milestones: list[Row]
    newcomers: list[Row]
    goals: list[Row]
    series: list[Row]
    synonyms: list[Row]
    statutes: Row
    texts: dict[str, dict[str, str]]


@dataclass
class Opening:
    """A cluster being opened: its profile, who is its first secretary, and what was done, in sentences."""

    profile: Profile
    secretary: str = ""
    done: list[str] = field(default_factory=list)


class ProfileProblem(Exception):
    """The profile cannot be used. ``errors`` has one line for each thing that is wrong."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


openers: list[tuple[int, Callable[[Opening], None]]] = []


def takes_profile(order: int) -> Callable:
    """Register ``function(opening)``: writes the room's rows and says in ``opening.done`` what it did."""

    def decorate(function: Callable[[Opening], None]) -> Callable:
        openers.append((order, function))
        return function

    return decorate


QUERY = {"ask", "pick", "minus", "place", "find"}
# What a value must be: a word for people, and the test.
KINDS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "slug": ("lower case letters, digits and hyphens", lambda v: isinstance(v, str) and bool(SLUG.fullmatch(v))),
    "text": ("text that is not empty", lambda v: isinstance(v, str) and bool(v.strip())),
    "email": ("an e-mail address", lambda v: isinstance(v, str) and bool(re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", v))),
    "org_number": ("nine digits in quotes", lambda v: isinstance(v, str) and bool(re.fullmatch(r"[0-9]{9}", v))),
    "code": ("four digits in quotes", lambda v: isinstance(v, str) and bool(re.fullmatch(r"[0-9]{4}", v))),
    "count": ("a whole number from 1", lambda v: type(v) is int and v >= 1),
    "order": ("a whole number from 0", lambda v: type(v) is int and v >= 0),
    "flag": ("true or false", lambda v: isinstance(v, bool)),
    "day": ("a date such as 2020-01-01, without quotes", lambda v: type(v) is date),
    "latitude": ("a number from -90 to 90", lambda v: _number(v) and -90 <= v <= 90),
    "longitude": ("a number from -180 to 180", lambda v: _number(v) and -180 <= v <= 180),
    "hexagon": ("[column, row]", lambda v: isinstance(v, list) and len(v) == 2 and all(map(_number, v))),
    "slugs": (
        "a list of short names",
        lambda v: isinstance(v, list) and bool(v) and all(isinstance(s, str) for s in v),
    ),
    "languages": (
        "a list with nb and perhaps en",
        lambda v: isinstance(v, list) and "nb" in v and {*v} <= {"nb", "en"},
    ),
    "audience": ("public, members, board or secretariat", lambda v: v in ("public", "members", "board", "secretariat")),
    "region_kind": ("cluster or council", lambda v: v in ("cluster", "council")),
    "body_kind": (
        "board, nomination_committee or secretariat",
        lambda v: v in ("board", "nomination_committee", "secretariat"),
    ),
    "query": ("a table such as { ask = {}, pick = {} }", lambda v: isinstance(v, dict) and {*v} <= QUERY),
    "percent": ("a number from 0", lambda v: _number(v) and v >= 0),
    "good": ("up, down or neither", lambda v: v in ("up", "down", "neither")),
    "figure_kind": ("count, share or level", lambda v: v in ("count", "share", "level")),
    "channel": ("ssb, sheet or worked_out", lambda v: v in ("ssb", "sheet", "worked_out")),
    "means": ("car or train", lambda v: v in ("car", "train")),
    "goal": ("oslo, oslo-lufthavn, hamar or karlstad", lambda v: v in ("oslo", "oslo-lufthavn", "hamar", "karlstad")),
    "codes": (
        "a list of {code, from, to}",
        lambda v: isinstance(v, list) and bool(v) and all(isinstance(c, dict) for c in v),
    ),
}

# The tables of a profile and their columns; a question mark marks what may be left out.
CLUSTER = {
    "slug": "slug", "name": "text", "email": "email", "phone?": "text", "org_number?": "org_number",
    "quorum": "count", "quiet_months?": "count", "languages": "languages",
}  # fmt: skip
STATUTES = {"notice_days": "count", "proxies_each": "order", "quorum_percent?": "order"}
CODE = {"code": "code", "from": "day", "to?": "day"}
LISTS = {
    "municipality": {
        "slug": "slug", "name": "text", "centre": "text", "latitude": "latitude", "longitude": "longitude",
        "hexagon": "hexagon", "codes": "codes",
    },
    "region": {"name": "text", "kind": "region_kind", "from": "day", "to?": "day", "municipalities": "slugs"},
    "network": {
        "slug": "slug", "name": "text", "name_en?": "text", "purpose": "text", "purpose_en?": "text", "from": "day",
        "to?": "day", "visibility": "audience",
    },
    "indicator": {
        "slug": "slug", "name": "text", "name_en": "text", "about?": "text", "about_en?": "text", "unit": "text",
        "unit_en": "text", "decimals?": "order", "good": "good", "kind?": "figure_kind", "part?": "slug",
        "whole?": "slug", "source": "text", "table?": "text", "credit": "text", "credit_en?": "text",
        "source_url?": "text",
        "channel": "channel", "query?": "query", "cadence_days?": "count", "threshold?": "percent",
        "visibility": "audience", "order": "order",
    },
    "journey": {
        "origin": "slug", "goal": "goal", "means": "means", "minutes": "count", "source": "text",
        "source_en?": "text", "source_url?": "text",
        "measured_on": "day", "asked_minutes?": "count", "asked?": "text", "asked_en?": "text", "asked_source?": "text",
        "asked_source_en?": "text",
        "visibility": "audience",
    },
    "category": {"code": "slug", "name": "text", "name_en": "text", "votes": "flag", "order": "order"},
    "body": {"kind": "body_kind", "name": "text", "name_en": "text", "visibility": "audience"},
    "milestone": {
        "when": "text", "when_en?": "text", "title": "text", "title_en?": "text", "text?": "text", "text_en?": "text",
    },
    "newcomer": {
        "title": "text", "title_en?": "text", "text": "text", "text_en?": "text", "figures?": "slugs", "place?": "text",
        "label?": "text", "label_en?": "text",
    },
    "goal": {
        "slug": "slug", "statement": "text", "statement_en?": "text", "why?": "text", "why_en?": "text",
        "parent?": "slug", "indicator?": "slug", "order": "order", "visibility": "audience",
    },
    "series": {
        "slug": "slug", "name": "text", "name_en?": "text", "about?": "text", "about_en?": "text", "order": "order",
    },
    "synonym": {"words": "text", "code?": "text"},
}  # fmt: skip
OPTIONAL = {"network", "milestone", "newcomer", "indicator", "journey", "goal", "series", "synonym"}
NAMED_BY = {"municipality": "slug", "network": "slug", "indicator": "slug", "category": "code", "body": "kind"}
NAMED_BY |= {"goal": "slug", "series": "slug"}


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def find(name: str) -> Path:
    """The file of a profile: a shipped one by name, else a path to a folder or a file."""
    shipped = SHIPPED / name / "profile.toml"
    if SLUG.fullmatch(name) and shipped.is_file():
        return shipped
    path = Path(name)
    path = path / "profile.toml" if path.is_dir() else path
    if not path.is_file():
        known = ", ".join(sorted(p.parent.name for p in SHIPPED.glob("*/profile.toml")))
        raise ProfileProblem([f"There is no profile “{name}”. Shipped: {known}. Or give the path of a profile.toml."])
    return path


def read(path: Path) -> Profile:
    """The profile in a file. Raises ProfileProblem with every error, one line each."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProfileProblem([f"{path}: cannot be read: {error}"]) from error
    errors = _errors_in(data)
    if errors:
        raise ProfileProblem([f"{path}: {line}" for line in errors])
    return Profile(
        cluster=data["cluster"],
        municipalities=data["municipality"],
        regions=data["region"],
        networks=data.get("network", []),
        indicators=data.get("indicator", []),
        journeys=data.get("journey", []),
        categories=data["category"],
        bodies=data["body"],
        milestones=data.get("milestone", []),
        newcomers=data.get("newcomer", []),
        goals=data.get("goal", []),
        series=data.get("series", []),
        synonyms=data.get("synonym", []),
        statutes=data.get("statutes", {}),
        texts=data.get("texts", {}),
    )


def _errors_in(data: Row) -> list[str]:
    errors = [
        f"“{key}” is not part of a profile" for key in data if key not in {"cluster", "texts", "statutes", *LISTS}
    ]
    if not isinstance(data.get("cluster"), dict):
        return [*errors, "the table [cluster] is missing"]
    errors += _row_errors("cluster", data["cluster"], CLUSTER)
    if "statutes" in data:
        rules = data["statutes"]
        errors += (
            _row_errors("statutes", rules, STATUTES) if isinstance(rules, dict) else ["write [statutes] as a table"]
        )
    for table, columns in LISTS.items():
        rows = data.get(table, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            errors.append(f"{table}: write each as [[{table}]]")
            data[table] = []
            continue
        if not rows and table not in OPTIONAL:
            errors.append(f"there is no [[{table}]]")
        for number, row in enumerate(rows, start=1):
            errors += _row_errors(f"{table} {number}", row, columns)
    return errors or [*_twice(data), *_place_errors(data), *_goal_errors(data), *_text_errors(data)]


def _row_errors(where: str, row: Row, columns: dict[str, str]) -> list[str]:
    known = {column.rstrip("?") for column in columns}
    errors = [f"{where}: “{key}” is not known here" for key in row if key not in known]
    for column, kind in columns.items():
        name, words, holds = column.rstrip("?"), *KINDS[kind]
        if name not in row:
            errors += [] if column.endswith("?") else [f"{where}: “{name}” is missing"]
        elif not holds(row[name]):
            errors.append(f"{where}: “{name}” must be {words}, not {row[name]!r}")
        elif kind == "codes":
            for code in row[name]:
                errors += _row_errors(f"{where}, code {code.get('code', '?')}", code, CODE)
    if isinstance(row.get("from"), date) and isinstance(row.get("to"), date) and row["to"] < row["from"]:
        errors.append(f"{where}: “to” is before “from”")
    return errors


def _twice(data: Row) -> list[str]:
    errors = []
    for table, column in NAMED_BY.items():
        names = [row[column] for row in data.get(table, [])]
        errors += [
            f"{table}: “{name}” stands more than once" for name in sorted({n for n in names if names.count(n) > 1})
        ]
    codes = [code["code"] for row in data["municipality"] for code in row["codes"]]
    errors += [
        f"municipality: code {code} stands more than once" for code in sorted({c for c in codes if codes.count(c) > 1})
    ]
    return errors


def _place_errors(data: Row) -> list[str]:
    known = {row["slug"] for row in data["municipality"]}
    errors = [
        f"region “{row['name']}”: there is no municipality “{slug}”"
        for row in data["region"]
        for slug in row["municipalities"]
        if slug not in known
    ]
    errors += [
        f"journey to {row['goal']}: there is no municipality “{row['origin']}”"
        for row in data.get("journey", [])
        if row["origin"] not in known
    ]
    indicators = {row["slug"] for row in data.get("indicator", [])}
    errors += [
        f"indicator “{row['slug']}”: there is no indicator “{row[of]}”"
        for row in data.get("indicator", [])
        for of in ("part", "whole")
        if of in row and row[of] not in indicators
    ]
    errors += [
        f"newcomer “{row['title']}”: there is no indicator “{slug}”"
        for row in data.get("newcomer", [])
        for slug in row.get("figures", [])
        if slug not in indicators
    ]
    if not any(row["kind"] == "cluster" for row in data["region"]):
        errors.append("there is no [[region]] of kind cluster")
    for kind in ("board", "secretariat"):
        if not any(row["kind"] == kind for row in data["body"]):
            errors.append(f"there is no [[body]] of kind {kind}")
    return errors


def _goal_errors(data: Row) -> list[str]:
    """A goal stands below the one it serves, so none can serve itself."""
    errors: list[str] = []
    above: set[str] = set()
    for row in data.get("goal", []):
        parent = row.get("parent")
        if parent is not None and parent not in above:
            errors.append(f"goal “{row['slug']}”: there is no goal “{parent}” above it")
        above.add(row["slug"])
    return errors


def _text_errors(data: Row) -> list[str]:
    texts = data.get("texts", {})
    if not isinstance(texts, dict):
        return ['texts: write each as [texts."front.title"]']
    languages, errors = data["cluster"]["languages"], []
    for key, by_language in texts.items():
        if not TEXT_KEY.fullmatch(key):
            errors.append(f'texts: “{key}” is not a key such as "front.title" (in quotes)')
        elif not isinstance(by_language, dict) or not all(isinstance(v, str) for v in by_language.values()):
            errors.append(f'texts “{key}”: give the text by language: nb = "…"')
        else:
            errors += [
                f"texts “{key}”: the text in {lang} is missing"
                for lang in languages
                if not by_language.get(lang, "").strip()
            ]
            errors += [
                f"texts “{key}”: “{lang}” is not among the languages" for lang in by_language if lang not in languages
            ]
    return errors


def write_cluster(opening: Opening) -> Cluster:
    """Make the cluster row, or bring its texts up to the profile. A text somebody has edited is never touched.

    Beside each text stands what the profile gave last time; a text that differs from it has been edited here.
    """
    given = opening.profile.cluster
    texts = {key: {**words, "profile": words} for key, words in opening.profile.texts.items()}
    cluster = Cluster.objects.first()
    if cluster is None:
        facts = {name: given[name] for name in ("slug", "name", "email", "quorum")}
        facts |= {name: given.get(name, "") for name in ("phone", "org_number")}
        facts |= {name: given[name] for name in ("quiet_months",) if name in given}
        opening.done.append(f"Made the cluster {given['name']} with {len(texts)} texts.")
        return Cluster.objects.create(**facts, texts=texts)
    if cluster.slug != given["slug"]:
        raise ProfileProblem(
            [
                f"This database holds the cluster “{cluster.slug}”; the profile is of “{given['slug']}”. Nothing was "
                "changed."
            ]
        )
    new, changed, kept = 0, 0, 0
    for key, fresh in texts.items():
        now = cluster.texts.get(key)
        if now is None:
            new += 1
        elif _words(now) != now.get("profile"):
            kept += 1
            continue
        elif _words(now) != _words(fresh):
            changed += 1
        cluster.texts[key] = fresh
    cluster.save(update_fields=["texts"])
    opening.done.append(
        f"{cluster.name} is here already; its name, address and quorum stay as they are. "
        f"Texts: {new} new, {changed} brought up to date, {kept} edited here and left alone."
    )
    return cluster


def _words(text: dict[str, Any]) -> dict[str, str]:
    return {language: words for language, words in text.items() if language != "profile"}


def open_cluster(opening: Opening) -> None:
    """Write the cluster, then each room's part, in order. Call inside a transaction."""
    write_cluster(opening)
    for _order, opener in sorted(openers, key=lambda pair: pair[0]):
        opener(opening)
