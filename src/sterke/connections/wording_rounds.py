"""Meeting rounds in words: how far they have come, when and where two meet, why a wish was not met."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .models import RoundParticipant, Slot, TimetableEntry
from .round_state import Stage

STAGES: dict[Stage, Any] = {
    Stage.SET_UP: _("being set up"),
    Stage.WISHES: _("wishes are open"),
    Stage.CLOSED: _("wishes are closed"),
    Stage.DRAFTED: _("a draft of the timetable"),
    Stage.PUBLISHED: _("the timetable is published"),
    Stage.OVER: _("it has been"),
    Stage.CANCELLED: _("cancelled"),
}
TONES = {
    Stage.SET_UP: "secretariat",
    Stage.WISHES: "open",
    Stage.CLOSED: "waiting",
    Stage.DRAFTED: "waiting",
    Stage.PUBLISHED: "ok",
    Stage.OVER: "",
    Stage.CANCELLED: "danger",
}


def clock(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "TIME_FORMAT")


def span(slot: Slot) -> str:
    return f"{clock(slot.starts)}–{clock(slot.ends)}"


def place(entry: TimetableEntry, me: RoundParticipant | None = None) -> str:
    """ "table 4", "the stand of Åsnes Mekaniske", "your stand"."""
    if entry.host is None:
        return _t("table %(number)s") % {"number": entry.table}
    if me is not None and entry.host_id == me.pk:
        return _t("your stand")
    return _t("the stand of %(company)s") % {"company": entry.host.company or entry.host.name}


def who(participant: RoundParticipant) -> str:
    return f"{participant.name}, {participant.company}" if participant.company else participant.name


def line(entry: TimetableEntry, me: RoundParticipant) -> str:
    """A meeting as one of the two reads it."""
    words = {"time": span(entry.slot), "place": place(entry, me), "who": who(entry.partner_of(me))}
    return _t("%(time)s, %(place)s: %(who)s") % words


def why_missed(why: str, stronger: int) -> str:
    """The optimiser's code in words. What might tell that somebody is kept apart from somebody is said in general."""
    plain = {
        "oneself": _t("a wish for oneself"),
        "same_organisation": _t("they are colleagues"),
        "not_with": _t("it could not be set up"),
        "wishes_none": _t("one of the two wants no meetings"),
        "no_place_at_stand": _t("the stand they would meet at receives nobody"),
        "no_common_slot": _t("no common free time"),
        "other_has_enough": _t("the other has as many meetings as they want"),
        "has_enough": _t("has as many meetings as they want"),
        "no_table": _t("no table was free at a time that suits both"),
        "left_over": _t("a time was left over: make the timetable again with more seconds"),
        "never_idle_together": _t("never free at the same time"),
        "their_slots_together": _t("the other's times went to meetings that are worth more together"),
        "own_slots_together": _t("their own times went to meetings that are worth more together"),
    }
    if why in plain:
        return plain[why]
    words = {"count": stronger}
    if why == "own_slots_stronger":
        return (
            ngettext(
                "their own times went to %(count)s stronger wish",
                "their own times went to %(count)s stronger wishes",
                stronger,
            )
            % words
        )
    return (
        ngettext(
            "the other's times went to %(count)s stronger wish",
            "the other's times went to %(count)s stronger wishes",
            stronger,
        )
        % words
    )
