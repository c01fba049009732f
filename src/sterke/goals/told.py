"""How goals are told outside (see ``Card``)."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from sterke.core.house import Card, gives_card
from sterke.core.visibility import Visibility

from .models import Goal


def goal(row: Goal) -> Card | None:
    return Card(str(row), _("Goal")) if row.visibility == Visibility.PUBLIC else None


@gives_card("goals:goals")
def goals_card() -> Card:
    return Card(_("What we want to reach"), _("Goals, and how far we have come"))


@gives_card("goals:goal")
def goal_card(slug: str) -> Card | None:
    row = Goal.objects.visible_to(AnonymousUser()).filter(slug=slug).first()
    return goal(row) if row else None
