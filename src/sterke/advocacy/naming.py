"""What an organisation is called before a reader: by its name, or, where the reader may not see it, by what it is.

Those who govern and their parties are called by name before everybody: what they say and do in office is public.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from sterke.core.visibility import audiences_of
from sterke.directory.models import Organisation

Kind = Organisation.Kind
GOVERNING = {Kind.MUNICIPALITY, Kind.COUNTY, Kind.MINISTRY, Kind.DIRECTORATE, Kind.AGENCY, Kind.PARTY}


def name_for(user: Any, organisation: Organisation | None) -> str:
    """Empty for none. Asks nothing of the database."""
    if organisation is None:
        return ""
    own = user.standing.works_at if user.is_authenticated else ()
    if organisation.kind in GOVERNING or organisation.visibility in audiences_of(user) or organisation.pk in own:
        return str(organisation)
    return _("a company") if organisation.kind == Kind.COMPANY else _("an organisation")


def give_names[Row](user: Any, rows: Iterable[Row]) -> list[Row]:
    """The rows, each with ``whose``: what its organisation is called before this reader."""
    found = list(rows)
    for row in found:
        row.whose = name_for(user, row.organisation)  # type: ignore[attr-defined]
    return found


def give_askers[Row](user: Any, rows: Iterable[Row]) -> list[Row]:
    """Consultations, each with ``asker``: what the one who asks is called before this reader."""
    found = list(rows)
    for row in found:
        row.asker = name_for(user, row.authority)  # type: ignore[attr-defined]
    return found


def give_labels(user: Any, attendances: Iterable[Any]) -> list[Any]:
    """Those who were at a meeting, each with ``whose`` and ``label``: name and post, else the organisation alone."""
    found = give_names(user, attendances)
    for row in found:
        row.label = ", ".join(part for part in (row.name, row.title) if part) or row.whose
    return found


def give_those_met(user: Any, meetings: Iterable[Any]) -> list[Any]:
    """The meetings, each with ``met``: those who were met, by office and body, not by name."""
    found = list(meetings)
    for meeting in found:
        theirs = [each for each in meeting.attendances.all() if not each.is_ours]
        said = [
            ", ".join(part for part in (each.title, each.whose) if part) or each.name
            for each in give_names(user, theirs)
        ]
        meeting.met = "; ".join(dict.fromkeys(said))
    return found
