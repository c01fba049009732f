"""The letters of gatherings, one function each. In the reader's language; sent by the worker."""

from collections.abc import Mapping, Sequence

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sterke.core import calendars, links, outbox
from sterke.core.question import Question

from .entries import entry
from .models import Gathering, Joining, Registration
from .wording import kroner, moment, when, where

OWN = "registration"  # the purpose of the link to one's own registration
AFTERWARDS = 60  # days a link holds after the gathering

State = Registration.State
_joining = Question(lambda pk: Joining.objects.filter(gathering=pk))


def joining_of(gathering: Gathering) -> Joining | None:
    """What only those with a seat get to know; for their own letters and pages."""
    return _joining(gathering.pk).first()


def own_link(gathering: Gathering, row: Registration) -> str:
    """The address where somebody sees, changes and cancels their own registration, without signing in."""
    left = (gathering.last_day - timezone.localdate()).days
    token = links.make(OWN, row, holder=row.email, days=max(left, 0) + AFTERWARDS, single_use=False)
    return links.url("gatherings:own", token)


def confirm(gathering: Gathering, row: Registration) -> None:
    """How it went: a seat, with an entry for the calendar; or a place in the line."""
    if not row.email:
        return
    with translation.override(row.language):
        if row.state == State.CONFIRMED:
            _confirm_seat(gathering, row)
        elif row.state == State.WAITING:
            _confirm_wait(gathering, row)
        else:
            offer_seat(gathering, row)


def _confirm_seat(gathering: Gathering, row: Registration) -> None:
    joining = joining_of(gathering)
    lines = [_("You have a seat."), *facts(gathering)]
    if joining and joining.video_link:
        lines.append(_("Join here: %(link)s") % {"link": joining.video_link})
    if joining and joining.note:
        lines.append(joining.note)
    if row.price:
        lines.append(_("It costs %(price)s, invoiced afterwards.") % {"price": kroner(row.price)})
    if gathering.cancel_by:
        lines.append(_("Cancel free of charge until %(when)s. A colleague may always come instead of you.") % {
            "when": moment(gathering.cancel_by),
        })  # fmt: skip
    else:
        lines.append(
            _("Prevented? Cancel, or let a colleague come instead of you: somebody may be waiting for the seat.")
        )
    entered = entry(gathering, video_link=joining.video_link if joining else "", note=joining.note if joining else "")
    _post(
        gathering,
        row,
        "seat",
        _("You have a seat: %(gathering)s") % {"gathering": gathering},
        lines,
        calendar=calendars.request(entered, to=row.email, name=row.name),
    )


def _confirm_wait(gathering: Gathering, row: Registration) -> None:
    _post(
        gathering,
        row,
        "line",
        _("On the waiting list: %(gathering)s") % {"gathering": gathering},
        [
            _("It is full, but you stand in line."),
            *facts(gathering),
            _("When a seat comes free for you, you get a mail with a deadline to take it. You need do nothing now."),
        ],
    )


def offer_seat(gathering: Gathering, row: Registration) -> None:
    if not row.email or row.offered_until is None:
        return
    with translation.override(row.language):
        _post(
            gathering,
            row,
            f"offer-{row.offered_until:%Y%m%d%H%M}",
            _("A seat is free for you: %(gathering)s") % {"gathering": gathering},
            [
                *facts(gathering),
                _("Take it before %(when)s. After that it goes to the next in line.")
                % {"when": moment(row.offered_until)},
            ],
            button=_("Take the seat"),
        )


def tell_lapsed(gathering: Gathering, row: Registration) -> None:
    with translation.override(row.language):
        _post(
            gathering,
            row,
            "lapsed",
            _("The seat went to the next in line: %(gathering)s") % {"gathering": gathering},
            [_("You were offered a seat, and the deadline has passed."), _("You are not on the list any more.")],
        )


def tell_cancelled(gathering: Gathering, row: Registration) -> None:
    with translation.override(row.language):
        _post(
            gathering,
            row,
            "cancelled",
            _("You are not coming: %(gathering)s") % {"gathering": gathering},
            [_("The registration is cancelled. Thank you for telling us."), *facts(gathering)],
            calendar=calendars.cancel(entry(gathering), to=row.email, name=row.name) if row.email else "",
        )


def tell_changed(gathering: Gathering, row: Registration, changes: Mapping[str, Sequence[str]]) -> None:
    """It is moved, or something else about it that one plans by. The calendar entry moves with it."""
    with translation.override(row.language):
        told = [_("%(what)s: %(new)s") % {"what": what, "new": new or "–"} for what, (_old, new) in changes.items()]
        joining = joining_of(gathering) if row.has_seat else None
        entered = entry(gathering, video_link=joining.video_link if joining else "")
        _post(
            gathering,
            row,
            f"changed-{gathering.version}",
            _("Changed: %(gathering)s") % {"gathering": gathering},
            [_("Something about it has changed."), *told, *facts(gathering), _("Can you not come now? Cancel here.")],
            calendar=calendars.request(entered, to=row.email, name=row.name) if row.email and row.has_seat else "",
        )


def tell_called_off(gathering: Gathering, row: Registration) -> None:
    with translation.override(row.language):
        lines = [_("The gathering is cancelled."), gathering.cancelled_why, *facts(gathering)]
        _post(
            gathering,
            row,
            f"called-off-{gathering.version}",
            _("Cancelled: %(gathering)s") % {"gathering": gathering},
            [line for line in lines if line],
            calendar=calendars.cancel(entry(gathering), to=row.email, name=row.name) if row.email else "",
        )


def facts(gathering: Gathering) -> list[str]:
    """When and where, a line each."""
    return [line for line in (f"{when(gathering)[:1].upper()}{when(gathering)[1:]}", where(gathering)) if line]


def _post(
    gathering: Gathering,
    row: Registration,
    what: str,
    subject: str,
    lines: Sequence[str],
    *,
    button: str = "",
    calendar: str = "",
) -> None:
    """To somebody who registered, or was registered; whoever has no address is told at the door."""
    if not row.email:
        return
    why = _("You get this because you are registered. The link is yours alone; please don't forward it.")
    hello = _("Hello %(name)s!") % {"name": row.name}
    link = own_link(gathering, row)
    letter = outbox.Letter(subject, [hello, *lines], button=(button or _("See or change it"), link), why=why)
    outbox.post(
        letter, to=row.email, key=f"registration:{row.pk}:{what}", purpose="gatherings", about=row, calendar=calendar
    )
