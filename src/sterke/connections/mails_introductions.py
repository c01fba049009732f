"""Letters of introductions: may we introduce you, the mail that joins two people, and what came of it."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sterke.core import calendars, links, outbox
from sterke.core.models import Cluster
from sterke.directory.models import ContactDetails

from . import times
from .mails_listings import PURPOSE, quoted
from .models import Introduction, IntroductionSide

WORD = "introduction_word"  # of the links
RESULT = "introduction_result"
AFTERWARDS = timedelta(days=30)  # a link to answer holds after the last day, to say that it is over
RESULT_HOLDS = timedelta(days=120)


def sides_of(row: Introduction) -> list[IntroductionSide]:
    return list(row.sides.select_related("person__user", "organisation"))


def other_of(side: IntroductionSide, sides: Sequence[IntroductionSide]) -> IntroductionSide:
    return next(each for each in sides if each.pk != side.pk)


def named(side: IntroductionSide) -> str:
    return f"{side.name}, {side.organisation}" if side.organisation else side.name


def link(row: Introduction, side: IntroductionSide, purpose: str, view: str, until: date) -> str:
    person = side.person
    assert person is not None  # noqa: S101 -- asked only of those who are there
    end = timezone.make_aware(datetime.combine(until, time()))
    token = links.make(purpose, side, holder=person.email, until=end, single_use=False, person=person.pk)
    return links.url(view, token)


def _post(row: Introduction, side: IntroductionSide, subject: str, lines: Sequence[str], **more: Any) -> bool:
    person = side.person
    if person is None or not person.email:
        return False
    hello = _("Hello %(name)s!") % {"name": person.name}
    letter = outbox.Letter(subject[:200], [hello, *lines], button=more.pop("button", None), why=more.pop("why"))
    outbox.post(letter, to=person.email, purpose=PURPOSE, about=row, **more)
    return True


def ask(row: Introduction, *, again: bool = False) -> None:
    """To each who has not said anything: may we bring you together?"""
    sides = sides_of(row)
    for side in sides:
        if side.word == IntroductionSide.Word.NONE and side.person is not None:
            _ask(row, side, other_of(side, sides), f"again-{row.answer_by:%Y%m%d}" if again else "ask")


def remind(row: Introduction) -> int:
    sides = sides_of(row)
    waiting = [side for side in sides if side.word == IntroductionSide.Word.NONE and side.person is not None]
    for side in waiting:
        _ask(row, side, other_of(side, sides), "remind")
    return len(waiting)


def _ask(row: Introduction, side: IntroductionSide, other: IntroductionSide, what: str) -> None:
    person = side.person
    assert person is not None  # noqa: S101
    with translation.override(person.language):
        words = {"other": named(other), "name": other.name, "day": date_format(row.answer_by)}
        asks = (
            _("%(other)s would like to talk to you.") if other.asked else _("We think you and %(other)s should talk.")
        )
        if what == "remind":
            asks = _("We have not heard from you yet: %(other)s.")
        lines = [asks % words, row.why]
        if other.note:
            lines += [_("%(name)s writes:") % words, quoted(other.note)]
        lines += [
            _("Yes, later or no: one click, no sign-in, by %(day)s.") % words,
            _("If both of you say yes, you get one mail with each other's address. A no is seen by nobody but us."),
        ]
        _post(
            row, side, (_("Talk to %(other)s?") % words), lines, key=f"introduction-{what}:{row.pk}:{side.pk}",
            why=_("You get this because you are in %(cluster)s. The link is yours: what is said by it, you have said.")
            % {"cluster": Cluster.current().name},
            button=(_("Answer"), link(row, side, WORD, "connections:word", row.answer_by + AFTERWARDS)),
        )  # fmt: skip


def reached(side: IntroductionSide) -> str:
    """Name, company, address and phone, as those two may have them of each other: both have said yes."""
    person = side.person
    if person is None:
        return named(side)
    phones = [each.value for each in person.contact_details.all() if each.kind in (ContactDetails.Kind.MOBILE, "phone")]
    return ", ".join([named(side), person.email, *phones[:1]])


def join(row: Introduction) -> None:
    """The mail that joins them, the same to both; a reply goes to the other."""
    sides = sides_of(row)
    moment = times.common(sides[0].times, sides[1].times, timezone.localdate())
    for side in sides:
        other = other_of(side, sides)
        if side.person is None:
            continue
        with translation.override(side.person.language):
            names = {"one": sides[0].name, "other": sides[1].name}
            lines = [
                _("Both of you have said yes. Meet each other:"), *(reached(each) for each in sides), row.why,
                *(f"{each.name}: {quoted(each.note)}" for each in sides if each.note), *when(moment, sides),
                _("Reply to this mail, and you write to %(name)s. Who takes the phone first?") % {"name": other.name},
            ]  # fmt: skip
            headers = {"Reply-To": other.person.email} if other.person and other.person.email else None
            _post(
                row, side, _("You two should talk: %(one)s and %(other)s") % names, lines,
                key=f"introduction-join:{row.pk}:{side.pk}", headers=headers,
                why=_("You get this because both of you said yes. In four weeks we ask what came of it, once."),
                calendar=_calendar(row, side, other, moment) if moment else "",
            )  # fmt: skip


def when(moment: datetime | None, sides: Sequence[IntroductionSide]) -> list[str]:
    if moment:
        words = {"day": date_format(moment, "l j. F" if translation.get_language() != "en" else "l j F"),
                 "hour": date_format(moment, "H:i")}  # fmt: skip
        return [
            _("%(day)s at %(hour)s suits both; it stands in the calendar file until you agree on something else.")
            % words
        ]
    told = [side for side in sides if side.times]
    return [
        _("It suits %(name)s: %(times)s.") % {"name": side.name, "times": ", ".join(said(each) for each in side.times)}
        for side in told
    ]


def said(words: str) -> str:
    """ "tirsdag 1. desember, før lunsj"."""
    moment = times.read(words)
    if moment is None:
        return words
    day = date_format(moment, "l j. F" if translation.get_language() != "en" else "l j F")
    half = _("before noon") if moment.hour < 12 else _("after noon")
    return f"{day}, {half}"


def _calendar(row: Introduction, side: IntroductionSide, other: IntroductionSide, moment: datetime) -> str:
    starts = timezone.make_aware(moment)
    entry = calendars.Entry(
        name=f"introduction-{row.pk}", title=_("Talk with %(name)s") % {"name": named(other)}, starts=starts,
        ends=starts + times.LENGTH, text=f"{row.why}\n{reached(other)}", is_tentative=True,
    )  # fmt: skip
    assert side.person is not None  # noqa: S101
    return calendars.request(entry, to=side.person.email, name=side.name)


def ask_result(row: Introduction, asked_for: date) -> int:
    """To each who has not told: did you meet, and what came of it?"""
    sides, count = sides_of(row), 0
    for side in sides:
        if side.person is None or side.met in (IntroductionSide.Met.YES, IntroductionSide.Met.NO):
            continue
        with translation.override(side.person.language):
            words = {"other": named(other_of(side, sides)), "name": other_of(side, sides).name}
            lines = [
                _("Four weeks ago we brought you and %(other)s together.") % words,
                _("Did you meet, and what came of it? Half a minute, no sign-in. It helps us help the next."),
            ]
            until = timezone.localdate() + RESULT_HOLDS
            count += _post(
                row, side, _("Did you and %(name)s meet?") % words, lines,
                key=f"introduction-result:{row.pk}:{side.pk}:{asked_for:%Y%m%d}",
                why=_("You get this because both of you said yes. The link is yours."),
                button=(_("Tell it"), link(row, side, RESULT, "connections:result", until)),
            )  # fmt: skip
    return count
