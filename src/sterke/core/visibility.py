"""Who may see what. Every read starts with ``visible_to``; what is not visible is a 404."""

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class Visibility(models.TextChoices):
    PUBLIC = "public", _("everyone")
    MEMBERS = "members", _("members")
    BOARD = "board", _("the board")
    SECRETARIAT = "secretariat", _("secretariat only")


def is_secretary(user: Any) -> bool:
    return bool(user.is_authenticated and user.is_secretary)


def audiences_of(user: Any) -> list[str]:
    """The visibilities this user may see, widest first. Worked out from dated roles each time, never stored."""
    if is_secretary(user):
        return list(Visibility.values)
    audiences: list[str] = [Visibility.PUBLIC]
    if user.is_authenticated and user.is_member:
        audiences.append(Visibility.MEMBERS)
    if user.is_authenticated and user.is_board:
        audiences.append(Visibility.BOARD)
    return audiences


class VisibleQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.filter(visibility__in=audiences_of(user))
