"""The house registers: what a room gives to all rooms without knowing them (design.md § 3).

Each room calls these from its house.py; app loading imports it. Nothing here imports a room.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from typing import Any

from django.db import models
from django.utils.translation import get_language

from .kept import remembered


@dataclass(frozen=True)
class Standing:
    """What a user may be today, worked out from dated rows. Ids, so that a room need not know another's models."""

    secretary: bool = False
    board: bool = False
    member: bool = False
    works_at: frozenset[int] = frozenset()  # organisations
    main_contact_of: frozenset[int] = frozenset()  # organisations
    leads: frozenset[int] = frozenset()  # networks
    seated_in: frozenset[int] = frozenset()  # networks

    def __or__(self, other: "Standing") -> "Standing":
        return Standing(**{name: getattr(self, name) | getattr(other, name) for name in self.__dataclass_fields__})


@dataclass(frozen=True)
class DeskItem:
    """One sentence on the desk with its one button. ``due`` sorts it; ``late`` when before today.

    ``post`` True makes the button a form that posts to ``url``; otherwise it is a link. ``about`` is the address of
    what the sentence is about, where the button does not lead there.
    """

    kind: str
    title: str
    detail: str
    due: date
    button: str
    url: str
    post: bool = False
    about: str = ""


@dataclass(frozen=True)
class Individual:
    """A person as all rooms can recognise them: by account, by row in the directory, by address."""

    name: str
    user_id: int | None = None
    person_id: int | None = None
    emails: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()  # other spellings of the name


@dataclass(frozen=True)
class Trace:
    """What a room keeps of a person, told before an erasure: it goes, or ``stays`` says why it stays, nameless.

    ``waits`` is True where somebody must look before the person's own word is enough (a post, a public office).
    """

    what: Any
    count: int
    stays: Any = ""
    waits: bool = False


@dataclass(frozen=True)
class Promise:
    """What a room says of one of its models: how search, access and erasure treat it, or why they need not."""

    search: str
    access: str
    erasure: str


@dataclass(frozen=True)
class Keeping:
    """A retention rule: rows of ``purpose`` older than ``days`` are removed by ``remove(dry_run) -> count``."""

    purpose: str
    label: Any
    days: int
    remove: Callable[[bool], int]


@dataclass(frozen=True)
class Address:
    """A public page for search engines: its path in bokmål, when it changed, and the languages it is written in."""

    path: str
    changed: date | None = None
    languages: tuple[str, ...] = ("nb", "en")


@dataclass(frozen=True)
class Card:
    """How a public page is told outside: the words on the picture of it that people share, what Open Graph calls it,
    and what schema.org does. ``line`` says in a few words what the title is the name of. A ``figure`` is drawn large,
    with what it counts (``unit``) beside it."""

    title: str
    line: str = ""
    kind: str = "website"
    data: dict[str, Any] = field(default_factory=dict)
    figure: str = ""
    unit: str = ""


@dataclass(frozen=True)
class SearchKind:
    """What search finds of one model. The names of fields may lead through joins: ``municipality__name``.

    ``title`` counts most, ``near`` (where, what) less, ``text`` least. All of it must have the audience of its row.
    ``rows`` are those in the index; what of them is shown is for ``visible_to`` of the model to say. ``more`` gives
    further words by row that stand ``near``. ``furnish(rows, user)`` may give rows ``found_at`` and ``found_where``.
    ``reads`` are the rooms whose writes may change any of this.
    """

    name: str  # in addresses
    label: Any
    model: type[models.Model]
    title: tuple[str, ...]
    near: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    rows: Callable[[], models.QuerySet] | None = None
    more: Callable[[], dict[int, str]] | None = None
    furnish: Callable[[list[Any], Any], None] | None = None
    order: tuple[str, ...] = ("sort_key", "pk")
    reads: tuple[str, ...] = ()

    def seen_by(self, user: Any) -> Any:
        manager: Any = self.model._default_manager
        return manager.visible_to(user)


@dataclass(frozen=True)
class LivePiece:
    """A piece of a page that draws itself from a room's rows. ``give(user)`` is what its template shows, or None."""

    label: Any
    template: str
    give: Callable[[Any], dict[str, Any] | None]


@dataclass(frozen=True)
class Contribution:
    """Something a room did for a goal on a day. ``kind`` is a word for many such things: "gatherings"."""

    kind: Any
    title: str
    day: date
    url: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Told:
    """A story in one language: paragraphs are plain text, a heading is ("heading", words)."""

    title: str
    lead: str
    parts: tuple[tuple[str, str], ...]  # ("heading" or "text", words)


@dataclass(frozen=True)
class Story:
    """A draft of news that a row gives, with its figures filled in; in English too where the row has a twin."""

    nb: Told
    en: Told | None
    visibility: str


@dataclass
class House:
    standings: list[Callable[[Any, date], Standing]] = field(default_factory=list)
    desk: list[Callable[[Any], Iterable[DeskItem]]] = field(default_factory=list)
    data_of: dict[str, Callable[[Individual], Any]] = field(default_factory=dict)
    erasers: dict[str, Callable[[Individual], None]] = field(default_factory=dict)
    traces: list[Callable[[Individual], Iterable[Trace]]] = field(default_factory=list)
    knows: list[Callable[[Individual], Individual]] = field(default_factory=list)
    individuals: list[Callable[[], Iterable[Individual]]] = field(default_factory=list)
    places: list[Callable[[Any], str]] = field(default_factory=list)
    keepings: list[Keeping] = field(default_factory=list)
    phrases: dict[str, Any] = field(default_factory=dict)
    promises: dict[str, Promise] = field(default_factory=dict)
    exports: dict[str, Callable[[Any], tuple[list[str], Iterable[list[Any]]]]] = field(default_factory=dict)
    addresses: list[Callable[[], Iterable[Address]]] = field(default_factory=list)
    cards: dict[str, Callable[..., Card | None]] = field(default_factory=dict)
    searches: dict[str, SearchKind] = field(default_factory=dict)
    pieces: dict[str, LivePiece] = field(default_factory=dict)
    sources: dict[str, Callable[..., None]] = field(default_factory=dict)
    contributions: list[Callable[[Any, date, date, Any], Iterable[Contribution]]] = field(default_factory=list)
    stories: dict[str, Callable[[Any], Story | None]] = field(default_factory=dict)
    demos: list[tuple[int, Callable[[dict], None]]] = field(default_factory=list)


house = House()


def gives_standing(function: Callable[[Any, date], Standing]) -> Callable:
    """Register ``function(user, on) -> Standing``."""
    house.standings.append(function)
    return function


def gives_desk(function: Callable[[Any], Iterable[DeskItem]] | None = None, *, kept: bool = False) -> Callable:
    """Register ``function(user) -> desk items``; only what this user can act on.

    ``kept``: it reads nothing but tables whose writes move the stamp of the house, so it is asked again only when
    something was written (kept.py)."""

    def decorate(give: Callable[[Any], Iterable[DeskItem]]) -> Callable:
        house.desk.append(_kept_items(give) if kept else give)
        return give

    return decorate if function is None else decorate(function)


def _kept_items(give: Callable[[Any], Iterable[DeskItem]]) -> Callable[[Any], Iterable[DeskItem]]:
    @wraps(give)
    def kept(user: Any) -> Iterable[DeskItem]:
        return remembered(("desk", give, user.pk, get_language()), lambda: list(give(user)))

    return kept


def gives_data(name: str) -> Callable:
    """Register ``function(individual) -> JSON-able`` for a person's own data under ``name``."""

    def decorate(function: Callable[[Individual], Any]) -> Callable:
        house.data_of[name] = function
        return function

    return decorate


def gives_erasure(name: str) -> Callable:
    """Register ``function(individual)`` that removes the person and leaves counts whole."""

    def decorate(function: Callable[[Individual], None]) -> Callable:
        house.erasers[name] = function
        return function

    return decorate


def gives_traces(function: Callable[[Individual], Iterable[Trace]]) -> Callable:
    """Register ``function(individual) -> traces``: what there is to erase, and what stays without the name."""
    house.traces.append(function)
    return function


def gives_place(function: Callable[[Any], str]) -> Callable:
    """Register ``function(user) -> words``: where a user belongs ("Åsnes Mekaniske"), or empty."""
    house.places.append(function)
    return function


def place_of(user: Any) -> str:
    return next((words for give in house.places if (words := give(user))), "")


def knows_individual(function: Callable[[Individual], Individual]) -> Callable:
    """Register ``function(individual) -> individual`` that adds what this room knows: ids, addresses, names."""
    house.knows.append(function)
    return function


def gives_individuals(function: Callable[[], Iterable[Individual]]) -> Callable:
    """Register ``function() -> individuals``: everybody this room keeps, so that erasures can be applied again."""
    house.individuals.append(function)
    return function


def gives_export(name: str) -> Callable:
    """Register ``function(user) -> (headings, rows)`` for ``sterke export`` and the export buttons."""

    def decorate(function: Callable) -> Callable:
        house.exports[name] = function
        return function

    return decorate


def gives_addresses(function: Callable[[], Iterable[Address]]) -> Callable:
    """Register ``function() -> addresses``: the public pages of this room, for the sitemap."""
    house.addresses.append(function)
    return function


def gives_card(*pages: str) -> Callable:
    """Register ``function(**what the address holds) -> Card`` for pages by name; None where a visitor may not read it.

    The card of a page whose address holds nothing is asked for on each reading: no question to the database there.
    """

    def decorate(function: Callable[..., Card | None]) -> Callable:
        house.cards.update(dict.fromkeys(pages, function))
        return function

    return decorate


def gives_search(name: str, label: Any, model: type[models.Model], **found: Any) -> None:
    """Register a model for search: its name in addresses, its heading, and the fields to find it by (SearchKind)."""
    reads = {model._meta.app_label, *found.pop("reads", ())}
    house.searches[name] = SearchKind(name, label, model, reads=tuple(sorted(reads)), **found)


def gives_piece(name: str, label: Any, template: str) -> Callable:
    """Register ``function(user) -> what the template shows`` as a piece editors may put on a page; None draws nothing.

    The name is stored on the pages: it stays what it is.
    """

    def decorate(function: Callable[[Any], dict[str, Any] | None]) -> Callable:
        house.pieces[name] = LivePiece(label, template, function)
        return function

    return decorate


def gives_source(name: str) -> Callable:
    """Register ``function(command, files, limit=…, table=…)`` for ``sterke fetch NAME``: loads open data now.

    With ``files`` (paths) it reads stored answers instead of asking. CommandError tells what could not be done.
    """

    def decorate(function: Callable[..., None]) -> Callable:
        house.sources[name] = function
        return function

    return decorate


def gives_contributions(function: Callable[[Any, date, date, Any], Iterable[Contribution]]) -> Callable:
    """Register ``function(goal, since, until, user)``: what this room did for a goal in a period, both days counted,
    of what this user may see."""
    house.contributions.append(function)
    return function


def contributions_to(goal: Any, since: date, until: date, user: Any) -> list[Contribution]:
    """What all rooms did for a goal in a period, newest first."""
    found = [each for give in house.contributions for each in give(goal, since, until, user)]
    return sorted(found, key=lambda each: (each.day, each.title), reverse=True)


def gives_story(model: type[models.Model]) -> Callable:
    """Register ``function(row) -> Story | None``: what there is to tell of a row of this model, None while nothing."""

    def decorate(function: Callable[[Any], Story | None]) -> Callable:
        house.stories[model._meta.label_lower] = function
        return function

    return decorate


def gives_keeping(purpose: str, label: Any, days: int) -> Callable:
    """Register ``function(dry_run) -> count`` as the retention rule of a purpose."""

    def decorate(function: Callable[[bool], int]) -> Callable:
        house.keepings.append(Keeping(purpose, label, days, function))
        return function

    return decorate


def says(**phrases: Any) -> None:
    """Register the sentences of history: ``organisation_edited=_("%(actor)s edited %(subject)s")``.

    The first underscore stands for the dot of the verb.
    """
    house.phrases.update({verb.replace("_", ".", 1): phrase for verb, phrase in phrases.items()})


def promises(model: type[models.Model], *, search: str, access: str, erasure: str) -> None:
    """Say of a model: who gives it to search, to access and to erasure, or why not. A test asks every model."""
    house.promises[model._meta.label_lower] = Promise(search, access, erasure)


def standing_of(user: Any, on: date) -> Standing:
    standing = Standing()
    for give in house.standings:
        standing = standing | give(user, on)
    return standing
