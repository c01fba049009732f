"""The letters of meeting rounds, one function each. In the reader's language; sent by the worker."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sterke.core import links, outbox
from sterke.core.calendars import Entry, feed
from sterke.gatherings.mails import facts
from sterke.gatherings.wording import moment, where

from .models import MeetingRound, RoundParticipant, TimetableEntry
from .wording_rounds import line, place, who

OWN = "meeting_round"  # the purpose of the link to one's own meetings
AFTERWARDS = timedelta(days=60)  # it holds so long after the gathering


def token_of(participant: RoundParticipant) -> str:
    """The one link of a participant; made when it is first asked for."""
    known = links.current(participant, OWN)
    if known:
        return known
    row = participant.registration
    until = max(row.gathering.over, timezone.now()) + AFTERWARDS
    return links.make(OWN, participant, holder=row.email, until=until, single_use=False)


def move_links(round: MeetingRound) -> None:
    """The gathering may have moved since the links were made."""
    for row in RoundParticipant.objects.filter(round=round):
        links.move_end(row, OWN, max(round.gathering.over, timezone.now()) + AFTERWARDS)


def ask_for_wishes(round: MeetingRound, row: RoundParticipant) -> None:
    """Whom do you wish to meet? Once for each who takes part."""
    with translation.override(row.registration.language):
        lines = [
            *facts(round.gathering),
            _("You meet people one to one there. Say whom you would like to talk to, and we make you a programme."),
            _("It takes two minutes on a phone. Answer by %(when)s.") % {"when": moment(round.wishes_until)},
            _("Nobody sees who wished for them."),
        ]
        subject = _("Whom do you want to meet? %(gathering)s") % {"gathering": round.gathering}
        post(round, row, "wishes", subject, lines, view="round_wishes", button=_("Choose whom to meet"))


def remind(round: MeetingRound, row: RoundParticipant) -> None:
    with translation.override(row.registration.language):
        lines = [
            _("You have not said whom you would like to meet at %(gathering)s.") % {"gathering": round.gathering},
            _("Without wishes you get only the meetings that others wish for."),
            _("It takes two minutes on a phone. Answer by %(when)s.") % {"when": moment(round.wishes_until)},
        ]
        subject = _("Still time to choose: %(gathering)s") % {"gathering": round.gathering}
        what = f"reminder-{timezone.localdate():%Y%m%d}"
        post(round, row, what, subject, lines, view="round_wishes", button=_("Choose whom to meet"))


def send_programme(round: MeetingRound, row: RoundParticipant, *, stamp: str) -> None:
    """One's own programme, with a file for the calendar."""
    with translation.override(row.registration.language):
        meetings = programme_of(row)
        lines = [*facts(round.gathering)]
        if meetings:
            lines += [_("Your meetings:"), *[line(entry, row) for entry in meetings]]
            lines.append(_("The file with this mail puts them in your calendar."))
        else:
            lines.append(_("We found no meeting for you this time. You may book a free time with somebody yourself."))
        subject = _("Your meetings at %(gathering)s") % {"gathering": round.gathering}
        post(round, row, f"programme-{stamp}", subject, lines, calendar=calendar_of(row) if meetings else "")


def tell_changed(round: MeetingRound, row: RoundParticipant, *, stamp: str, why: str = "") -> None:
    """Something in one's programme is otherwise. The calendar file moves and cancels what it must."""
    with translation.override(row.registration.language):
        meetings = programme_of(row)
        lines = [_("Your programme at %(gathering)s has changed.") % {"gathering": round.gathering}]
        lines += [why] if why else []
        lines += [_("This is how it is now:"), *[line(entry, row) for entry in meetings]] if meetings else [
            _("You have no meetings now. You may book a free time with somebody yourself.")
        ]  # fmt: skip
        subject = _("Changed: your meetings at %(gathering)s") % {"gathering": round.gathering}
        post(round, row, f"changed-{stamp}", subject, lines, calendar=calendar_of(row))


def tell_called_off(round: MeetingRound, row: RoundParticipant) -> None:
    """The gathering is cancelled; its own letter tells why. This one takes the meetings out of the calendar."""
    with translation.override(row.registration.language):
        lines = [_("The gathering is cancelled, and so are your meetings.")]
        subject = _("Cancelled: your meetings at %(gathering)s") % {"gathering": round.gathering}
        post(round, row, "called-off", subject, lines, calendar=calendar_of(row))


def ask_how_it_went(round: MeetingRound, row: RoundParticipant, count: int) -> None:
    """The day after, once: did you meet, what came of it?"""
    with translation.override(row.registration.language):
        lines = [
            ngettext(
                "You had %(count)s meeting at %(gathering)s.", "You had %(count)s meetings at %(gathering)s.", count
            )
            % {"count": count, "gathering": round.gathering},
            _("Did you meet, and did anything come of it? One tap for each, and no sign-in."),
        ]
        subject = _("What came of your meetings? %(gathering)s") % {"gathering": round.gathering}
        post(round, row, "results", subject, lines, view="round_results", button=_("Tell how it went"))


def programme_of(row: RoundParticipant) -> list[TimetableEntry]:
    """The meetings that stand, as they follow each other."""
    rows = TimetableEntry.objects.filter(round=row.round).standing().of(row)
    return list(rows.in_order().order_by("slot__starts", "pk"))


def entries_of(row: RoundParticipant) -> list[Entry]:
    """One's meetings for a calendar; those that were told of and dropped are cancelled there."""
    own = TimetableEntry.objects.filter(round=row.round, published=True).of(row).in_order()
    url = links.url("connections:round_programme", token_of(row))
    return [entry_of(each, row, url) for each in own]


def entry_of(entry: TimetableEntry, me: RoundParticipant, url: str) -> Entry:
    partner, gathering = entry.partner_of(me), me.round.gathering
    about = _("Would like to talk about: %(about)s") % {"about": partner.about} if partner.about else ""
    return Entry(
        name=f"meeting-{entry.pk}",
        title=_("Meeting: %(who)s") % {"who": who(partner)},
        starts=entry.slot.starts,
        ends=entry.slot.ends,
        place=", ".join(part for part in (place(entry, me), where(gathering)) if part),
        text="\n".join(part for part in (str(gathering), about) if part),
        url=url,
        is_cancelled=entry.state == TimetableEntry.State.DROPPED or gathering.is_cancelled,
    )


def calendar_of(row: RoundParticipant) -> str:
    title = _("Meetings at %(gathering)s, %(day)s")
    gathering = row.round.gathering
    return feed(entries_of(row), title=title % {"gathering": gathering, "day": date_format(gathering.day)})


def post(
    round: MeetingRound,
    row: RoundParticipant,
    what: str,
    subject: str,
    lines: Sequence[str],
    *,
    view: str = "round_programme",
    button: str = "",
    calendar: str = "",
) -> None:
    """Whoever has no address is told at the door."""
    link = links.url(f"connections:{view}", token_of(row))
    if not row.registration.email:
        return
    hello = _("Hello %(name)s!") % {"name": row.name}
    why = _("You get this because you are registered. The link is yours alone; please don't forward it.")
    letter = outbox.Letter(subject, [hello, *lines], button=(button or _("See your programme"), link), why=why)
    key = f"round:{row.pk}:{what}"
    outbox.post(letter, to=row.registration.email, key=key, purpose="connections", about=row, calendar=calendar)
