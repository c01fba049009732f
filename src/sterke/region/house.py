"""What the region gives the house."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.core.house import gives_export, promises

from .models import Municipality, MunicipalityCode, RegionDefinition


@gives_export("municipalities")
def municipalities_as_rows(user: Any) -> tuple[list[str], Iterable[list[Any]]]:
    """All municipalities with the code in force today; public to all."""
    today = timezone.localdate()
    headings = [_("municipality"), _("code"), _("centre"), _("latitude"), _("longitude")]
    return headings, (
        [place.name, place.code_on(today), place.centre, place.latitude, place.longitude]
        for place in Municipality.objects.prefetch_related("codes")
    )


NOBODY = "no: tells of places, not of people"
promises(Municipality, search="no: found through the organisations in it", access=NOBODY, erasure=NOBODY)
promises(MunicipalityCode, search="no: a key for registers", access=NOBODY, erasure=NOBODY)
promises(RegionDefinition, search="no: a definition, not a thing to look up", access=NOBODY, erasure=NOBODY)
