"""The ledger, and what we answer, for machines: Atom, and sheets. What a visitor sees, and nothing more."""

from datetime import datetime, time
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sterke.core import sheets
from sterke.core.access import open_to
from sterke.core.calendars import uid_of
from sterke.core.feeds import Stream, as_atom
from sterke.core.models import Cluster
from sterke.core.pages import same_for_visitors
from sterke.core.visibility import Visibility

from .. import house, reports, reports_consultations
from ..models import ConsultationResponse, PoliticalPromise
from ..naming import name_for
from ..wording import held_by

NEWEST = 50


class Promises(Stream):
    page, address = "advocacy:ledger", "advocacy:ledger_feed"

    def title(self) -> str:
        return _("What was promised, %(cluster)s") % {"cluster": Cluster.current().name}

    def items(self) -> list[PoliticalPromise]:
        """Those something happened to last, the newest first."""
        rows = reports.promises_seen(AnonymousUser()).annotate(last=Coalesce("status_on", "said_on"))
        return list(rows.order_by("-last", "-pk")[:NEWEST])

    def item_description(self, item: Any) -> str:
        return f"{item.get_status_display().capitalize()}. {held_by(item)}."

    def item_guid(self, item: Any) -> str:
        return f"urn:uid:{uid_of(f'promise-{item.pk}')}"

    def item_updateddate(self, item: Any) -> datetime:
        return timezone.make_aware(datetime.combine(item.status_on or item.said_on, time()))


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def ledger_feed(request: HttpRequest) -> HttpResponse:
    return as_atom(Promises(), request)


class Answers(Stream):
    page, address = "advocacy:consultations", "advocacy:consultations_feed"

    def title(self) -> str:
        return _("What we have answered, %(cluster)s") % {"cluster": Cluster.current().name}

    def items(self) -> list[ConsultationResponse]:
        """The newest first."""
        return list(reports_consultations.answered(AnonymousUser())[:NEWEST])

    def item_title(self, item: Any) -> str:
        return str(item.consultation)

    def item_description(self, item: Any) -> str:
        whose = name_for(AnonymousUser(), item.consultation.authority)
        return f"{whose}. {item.words('summary')}"

    def item_guid(self, item: Any) -> str:
        return f"urn:uid:{uid_of(f'consultation-{item.consultation_id}')}"

    def item_updateddate(self, item: Any) -> datetime:
        return timezone.make_aware(datetime.combine(item.delivered_on, time()))


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def consultations_feed(request: HttpRequest) -> HttpResponse:
    return as_atom(Answers(), request)


@require_safe
@open_to(Visibility.PUBLIC)
def ledger_file(request: HttpRequest, ending: str) -> HttpResponse:
    """The open ledger as a sheet; for those who see more of it, more."""
    headings, rows = house.export_promises(request.user)
    return sheets.as_file((headings, list(rows)), "lofter", ending)
