"""Articles in the story of the cases they are about."""

from typing import Any

from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.advocacy.models import AdvocacyCase
from sterke.core.question import Question
from sterke.core.strands import Happening, Strand, gives_strand

from .models import ArticlePage

_rows_at = Question(lambda pks: ArticlePage.objects.filter(pk__in=pks))


def _rows(user: Any, case: int) -> Any:
    """Published ones, to their audience."""
    return ArticlePage.objects.visible_to(user).filter(cases=case).annotate(on_day=TruncDate("first_published_at"))


def _tell(user: Any, pks: list[int]) -> dict[int, Happening]:
    return {
        row.pk: Happening(
            timezone.localdate(row.first_published_at),
            row.words("title"),
            row.get_absolute_url(),
            row.words("lead"),
            language=row.shown_in,
        )
        for row in _rows_at(pks)
        if row.first_published_at
    }


gives_strand(AdvocacyCase, Strand("artikkel", _("Articles"), _rows, "on_day", _tell))
