"""How long the train takes, asked of Entur for an ordinary Tuesday. Run as a task or a command, never in a request."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from sterke.core import activity, fetch
from sterke.core.fetch import FetchProblem
from sterke.core.wire import Wire

from .. import entur
from ..models import Journey

TUESDAY, DAYS_AHEAD = 1, 3  # not tomorrow: a timetable of a day or two ahead may still be changed by works
BEGINS = time(4, 0)
WHY = {
    "json": _("Entur's answer is not JSON."),
    "shape": _("Entur's answer is not one about trips."),
    "errors": _("Entur refuses the question."),
    "none": _("There is no train on that day."),
}


@dataclass
class Asked:
    """What became of each journey by train: what was found, or why nothing was."""

    found: dict[Journey, entur.Trains] = field(default_factory=dict)
    failed: dict[Journey, str] = field(default_factory=dict)


def ask_for_trains(*, by: Any, wire: Wire | None = None) -> Asked:
    """Ask for every journey by train that says which stops it is between. What fails leaves what we had."""
    told, day = Asked(), ordinary_day()
    at = timezone.make_aware(datetime.combine(day, BEGINS)).isoformat()
    for journey in Journey.objects.filter(means=Journey.Means.TRAIN).exclude(from_stop="").exclude(to_stop=""):
        try:
            row = fetch.post("entur", entur.URL, entur.question(journey.from_stop, journey.to_stop, at), wire=wire)
            trains = entur.read(bytes(row.body))
        except FetchProblem as problem:
            told.failed[journey] = _t("Entur does not answer (%(reason)s).") % {"reason": problem.reason}
        except entur.BadTrips as problem:
            told.failed[journey] = " ".join(filter(None, [str(WHY[problem.reason]), problem.detail]))
        else:
            keep(journey, trains, day, by=by)
            told.found[journey] = trains
    return told


def ordinary_day() -> date:
    """The next Tuesday that is a few days away."""
    first = timezone.localdate() + timedelta(days=DAYS_AHEAD)
    return first + timedelta(days=(TUESDAY - first.weekday()) % 7)


@transaction.atomic
def keep(journey: Journey, trains: entur.Trains, day: date, *, by: Any) -> None:
    had = journey.minutes, journey.departures
    journey.minutes, journey.departures = trains.middle, trains.departures
    journey.measured_on = timezone.localdate()
    for name, language in (("source", "nb"), ("source_en", "en")):
        with override(language):
            setattr(journey, name, _t("Entur (NLOD): trains on %(day)s") % {"day": day.strftime("%d.%m.%Y")})
    journey.save(update_fields=["minutes", "departures", "measured_on", "source", "source_en"])
    if had != (journey.minutes, journey.departures):
        activity.record(
            "journey.measured", journey, by=by, before=had[0], minutes=journey.minutes, departures=journey.departures
        )
