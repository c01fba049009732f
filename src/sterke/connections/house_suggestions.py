"""What suggestions and one's own choices give the house: history, and what is kept of people."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core.house import Individual, Trace, gives_data, gives_erasure, gives_keeping, gives_traces, promises, says

from .models import Competitors, ConnectionChoice, NotWith, Suggestion, SuggestionFeedback, SynonymGroup

KEEP_DAYS = 730  # what was said of suggestions
OWN = "suggestions: what one has said and chosen, and to whom one is suggested"
GOES = "suggestions: it goes"
promises(Suggestion, search="no: of few", access=OWN, erasure=GOES)
promises(SuggestionFeedback, search="no: one's own", access=OWN, erasure=GOES)
promises(ConnectionChoice, search="no: one's own", access=OWN, erasure=GOES)
promises(NotWith, search="no: one's own", access=OWN, erasure=GOES)
promises(Competitors, search="no: of few", access="no: of organisations", erasure="no: of organisations")
promises(
    SynonymGroup, search="no: it serves the search for people", access="no: names nobody", erasure="no: names nobody"
)
says(
    choice_hidden=_("%(actor)s chose not to be suggested to others"),
    choice_shown=_("%(actor)s can be suggested to others again"),
)


def of(individual: Individual, *names: str) -> Q:
    """Rows where one of these fields is the person; none where the person is not in the directory."""
    found = Q(pk=None)
    for name in names if individual.person_id else ():
        found |= Q(**{name: individual.person_id})
    return found


@gives_data("suggestions")
def data_of(individual: Individual) -> dict[str, Any]:
    """One's own choices and words, and where one is suggested and why. What others said of one stays theirs."""
    rows = Suggestion._base_manager.filter(of(individual, "person", "asker")).order_by("pk")
    own = of(individual, "person")
    return {
        "hidden": ConnectionChoice._base_manager.filter(own, hidden=True).exists(),
        "rather_not_with": list(
            NotWith._base_manager.filter(own).order_by("pk").values("other__name", "organisation__name")
        ),
        "said": list(
            SuggestionFeedback._base_manager.filter(of(individual, "by"))
            .order_by("pk")
            .values("person__name", "listing__title", "verdict", "at")
        ),
        "suggested": [
            {"listing": title, "to_oneself": asker == individual.person_id, "person": name, "why": told(reasons)}
            for title, asker, name, reasons in rows.values_list("listing__title", "asker", "person__name", "reasons")
        ],
    }


def told(reasons: list[Any]) -> list[list[Any]]:
    """Each reason by its code and what it counts; not what others said of earlier suggestions."""
    return [
        [code, points] for code, _about, points in reasons if code not in {"was_useful", "useful_to_others", "said_no"}
    ]


@gives_traces
def traces_of(individual: Individual) -> Iterator[Trace]:
    suggested = Suggestion._base_manager.filter(of(individual, "person", "asker")).count()
    yield Trace(_("suggestions of whom to talk to"), suggested)
    said = SuggestionFeedback._base_manager.filter(of(individual, "by", "person")).count()
    yield Trace(_("what was said of suggestions"), said)
    own = of(individual, "person")
    chosen = ConnectionChoice._base_manager.filter(own).count() + NotWith._base_manager.filter(own).count()
    yield Trace(_("choices about whom to meet"), chosen)


@gives_erasure("suggestions")
def erase(individual: Individual) -> None:
    """All of it goes: suggestions, words and choices are about one person and nothing else rests on them."""
    Suggestion._base_manager.filter(of(individual, "person", "asker")).delete()
    SuggestionFeedback._base_manager.filter(of(individual, "by", "person")).delete()
    NotWith._base_manager.filter(of(individual, "person", "other")).delete()
    ConnectionChoice._base_manager.filter(of(individual, "person")).delete()


@gives_keeping("connections", _("what was said of suggestions, after two years"), KEEP_DAYS)
def forget_feedback(dry_run: bool) -> int:
    rows = SuggestionFeedback._base_manager.filter(at__lt=timezone.now() - timedelta(days=KEEP_DAYS))
    return rows.count() if dry_run else rows.delete()[0]
