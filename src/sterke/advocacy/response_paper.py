"""Our answer to a consultation as a letter: to whom, about what, what we say, what it stands on, who approved it."""

from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sterke.core import pdf
from sterke.core.models import Cluster
from sterke.region.templatetags.mark import region_places

from .models import ConsultationResponse
from .reports_consultations import ground_of


def letter(response: ConsultationResponse) -> bytes:
    """Raises pdf.NotSet. In the language of the cluster, whoever asks for it: it is what was delivered."""
    mark = [(place.hex_column, place.hex_row) for place in region_places()]
    with translation.override("nb"):
        title = str(response.consultation)
        return pdf.paper("advocacy/papers/response.typ", facts(response), title=title, mark=mark)


def facts(response: ConsultationResponse) -> dict[str, Any]:
    """What the paper says, as plain data."""
    row, cluster = response.consultation, Cluster.current()
    ground = ground_of(row)
    stands = ""
    if ground.companies:
        stands = _("Before we answered, %(companies)s companies with %(employees)s employees told us what they think.")
        stands %= {"companies": ground.companies, "employees": ground.employees}
    names = ", ".join(name for name, _slug in ground.names)
    day = response.delivered_on or timezone.localdate()
    approved = ""
    if response.approved_on:
        words = {"who": response.approved_by, "day": date_format(response.approved_on)}
        approved = _("Approved for the board by %(who)s %(day)s.") % words
    return {
        "to": str(row.authority),
        "day": date_format(day),
        "reference": _("Your reference: %(reference)s") % {"reference": row.reference} if row.reference else "",
        "summary": response.summary,
        "paragraphs": [part.strip() for part in response.text.split("\n\n") if part.strip()],
        "stands": stands,
        "names": _("Among them: %(names)s.") % {"names": names} if names else "",
        "approved": approved or _("A draft. Nobody has approved it yet."),
        "from": cluster.name,
    }
