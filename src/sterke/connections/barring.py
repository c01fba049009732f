"""Who is not to be brought together, and who does not wish to be found. The one place that knows."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from sterke.directory.models import Organisation, Person

from .models import Competitors, ConnectionChoice, NotWith


def hidden_people() -> QuerySet:
    """The numbers of those who have chosen to be in no list and no suggestion."""
    return ConnectionChoice._base_manager.filter(hidden=True).order_by().values("person")


def is_hidden(person: Person | None) -> bool:
    return person is not None and ConnectionChoice._base_manager.filter(person=person, hidden=True).exists()


def would_rather_not(one: Person, one_at: Organisation | None, other: Person, other_at: Organisation | None) -> bool:
    """One of the two has said so of the other, or of the other's company. Nobody is ever told who."""
    said = Q(person=one, other=other) | Q(person=other, other=one)
    if other_at is not None:
        said |= Q(person=one, organisation=other_at)
    if one_at is not None:
        said |= Q(person=other, organisation=one_at)
    return bool(NotWith._base_manager.filter(said).exists())


def compete(one: Organisation | None, other: Organisation | None) -> bool:
    if one is None or other is None:
        return False
    return Competitors.objects.filter(Q(one=one, other=other) | Q(one=other, other=one)).exists()


def competing_pairs(companies: Iterable[int] | None = None) -> set[frozenset[int]]:
    """Pairs of companies by number; of all, or among these."""
    rows = Competitors.objects.all()
    if companies is not None:
        known = list(companies)
        rows = rows.filter(one__in=known, other__in=known)
    return {frozenset(pair) for pair in rows.order_by().values_list("one", "other")}
