"""Gatherings in the story of the case they belong to."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sterke.advocacy.models import AdvocacyCase
from sterke.core.question import Question
from sterke.core.strands import Happening, Strand, gives_strand

from .models import Gathering
from .wording import where

_rows_at = Question(lambda pks: Gathering.objects.filter(pk__in=pks).select_related("municipality"))


def _rows(user: Any, case: int) -> Any:
    """Those one sees; not what was called off."""
    return Gathering.objects.visible_to(user).filter(case=case).exclude(status=Gathering.Status.CANCELLED)


def _tell(user: Any, pks: list[int]) -> dict[int, Happening]:
    return {
        row.pk: Happening(row.day, str(row), row.get_absolute_url(), where(row), language=row.language_of("title"))
        for row in _rows_at(pks)
    }


gives_strand(AdvocacyCase, Strand("samling", _("Gatherings"), _rows, "day", _tell))
