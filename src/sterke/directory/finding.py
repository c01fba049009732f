"""How organisations and people stand in the results of a search."""

from typing import Any

from django.db.models import Q, QuerySet

from sterke.core.paths import path_to
from sterke.core.question import Question
from sterke.core.visibility import Visibility, is_secretary

from .models import Organisation, Person, Role
from .orgnumber import shown

roles_of = Question(
    lambda user, people: (
        Role.objects.visible_to(user)
        .in_force()
        .filter(person__in=people)
        .select_related("organisation")
        .order_by("valid_from", "pk")
    )
)


def organisations() -> QuerySet:
    return Organisation.objects.filter(merged_into=None)


def people() -> QuerySet:
    return Person.objects.filter(merged_into=None, erased_at=None)


def what_everybody_sees() -> dict[int, str]:
    """By person, the titles and companies that everybody may see: for others, the name alone leads to them."""
    seen = Role.objects.in_force().filter(
        Q(organisation__visibility=Visibility.PUBLIC, organisation__merged_into=None), visibility=Visibility.PUBLIC
    )
    words: dict[int, str] = {}
    for person, title, company in seen.order_by("pk").values_list("person", "title", "organisation__name"):
        words[person] = f"{words.get(person, '')} {title} {company}"
    return words


def furnish_organisations(rows: list[Any], user: Any) -> None:
    for row in rows:
        facts = (row.municipality, row.industry, shown(row.org_number).replace(" ", "\u00a0"))
        row.found_where = " · ".join(str(fact) for fact in facts if fact)


def furnish_people(rows: list[Any], user: Any) -> None:
    """Where each of them works, as far as the user sees it; there they are found."""
    places: dict[int, list[Role]] = {row.pk: [] for row in rows}
    for role in roles_of(user, list(places)):
        places[role.person_id].append(role)
    for row in rows:
        row.found_where = " · ".join(
            f"{role.title or role.get_kind_display()}, {role.organisation}" for role in places[row.pk]
        )
        if is_secretary(user):
            row.found_at = path_to("directory:person", row.pk)
        elif places[row.pk]:
            row.found_at = f"{places[row.pk][0].organisation.get_absolute_url()}#people"
        else:  # nobody sees a person without a place but the person
            row.found_at = path_to("website:my_page")
