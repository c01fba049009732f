"""Letters from the spaces: what was said, to those who follow or are named; the answer; what was reported; the digest.

Nothing is sent at night: what is written in the evening waits for the morning.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sterke.core import links, outbox
from sterke.core.models import Cluster, OutgoingMail
from sterke.directory.models import Person

from . import addresses
from .models import Reply, Report, Thread

PURPOSE = "exchange"
MUTE = "thread_mute"  # of the link
HOLDS = 180  # days a link holds
QUIET_FROM, QUIET_TO = 21, 7  # o'clock
SHOWN = 4000  # letters of what was said


def not_at_night(now: datetime | None = None) -> datetime:
    """Now, or seven in the morning."""
    local = timezone.localtime(now or timezone.now())
    if QUIET_TO <= local.hour < QUIET_FROM:
        return local
    day = local.date() + timedelta(days=1) if local.hour >= QUIET_FROM else local.date()
    return timezone.make_aware(datetime.combine(day, time(QUIET_TO)))


def quoted(text: str) -> list[str]:
    """Paragraphs of what somebody wrote, as plain text."""
    cut = text[:SHOWN] + ("…" if len(text) > SHOWN else "")
    return [part.strip() for part in cut.split("\n\n") if part.strip()]


def reasons(why: str, thread: Thread) -> str:
    words = {"space": str(thread.space)}
    return {
        "named": _("You get this because you are named."),
        "company": _("You get this because your company is named."),
        "follows": _("You get this because you follow this thread."),
        "space": _("You get this because you want to hear of %(space)s at once."),
    }[why] % words


def message_id(thread: Thread) -> str:
    """What all letters of a thread answer to, so that a mail program keeps them together."""
    return f"<thread-{thread.pk}@{settings.SITE_URL.partition('//')[2].partition(':')[0]}>"


def send(thread: Thread, person: Person, subject: str, lines: Sequence[str], *, why: str, key: str, url: str) -> None:
    """In the reader's language. A reply by mail lands in the thread, where the house has a mailbox."""
    if not person.email:
        return
    token = links.make(MUTE, thread, holder=person.email, days=HOLDS, single_use=False, person=person.pk)
    stop = links.url("exchange:mute_by_link", token)
    headers = {
        "References": message_id(thread), "In-Reply-To": message_id(thread),
        "List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }  # fmt: skip
    if back := addresses.reply_address(thread, person):
        headers["Reply-To"] = back
        lines = [*lines, _("Reply to this mail, and it stands in the thread.")]
    letter = outbox.Letter(subject[:200], lines, button=(_("See the thread"), settings.SITE_URL + url), why=why)
    outbox.post(
        letter, to=person.email, key=key, purpose=PURPOSE, about=thread, kind=OutgoingMail.Kind.MEMBER,
        due_at=not_at_night(), headers=headers,
    )  # fmt: skip


def people(pks: Mapping[int, str]) -> Any:
    return Person.objects.filter(pk__in=pks).select_related("user").prefetch_related("contact_details")


def tell_started(thread: Thread, told: Mapping[int, str]) -> None:
    for person in people(told):
        with translation.override(person.language):
            words = {"who": signed(thread), "space": thread.space, "title": thread.title}
            lead = _("%(who)s asks in %(space)s:") if thread.is_question else _("%(who)s writes in %(space)s:")
            send(
                thread, person, _("[%(space)s] %(title)s") % words, [lead % words, *quoted(thread.text)],
                why=reasons(told[person.pk], thread), key=f"thread:{thread.pk}:{person.pk}",
                url=thread.get_absolute_url(),
            )  # fmt: skip


def tell_reply(reply: Reply, told: Mapping[int, str]) -> None:
    thread = reply.thread
    for person in people(told):
        with translation.override(person.language):
            words = {"who": signed(reply), "space": thread.space, "title": thread.title}
            send(
                thread, person, _("Re: [%(space)s] %(title)s") % words,
                [_("%(who)s replies:") % words, *quoted(reply.text)],
                why=reasons(told[person.pk], thread), key=f"reply:{reply.pk}:{person.pk}", url=reply.get_absolute_url(),
            )  # fmt: skip


def signed(row: Thread | Reply) -> str:
    return f"{row.name}, {row.organisation}" if row.organisation else row.name


def tell_accepted(reply: Reply) -> None:
    """Whoever gave the answer gets to know that it helped."""
    person = reply.author
    if person is None or person == reply.thread.author:
        return
    with translation.override(person.language):
        words = {"title": reply.thread.title, "who": reply.thread.name}
        send(
            reply.thread, person, _("That was the answer: %(title)s") % words,
            [_("%(who)s says that what you wrote is the answer. Thank you for taking the time.") % words],
            why=_("You get this because you answered."), key=f"accepted:{reply.pk}", url=reply.get_absolute_url(),
        )  # fmt: skip


def tell_report(row: Report) -> None:
    """To those who moderate: the leaders of a network, and the secretariat."""
    from sterke.membership.models import NetworkSeat

    thread, found = row.thread, []
    if thread.space.network_id:
        seats = NetworkSeat.objects.in_force().filter(network=thread.space.network_id, is_leader=True)
        found = list(people({seat.person_id: "" for seat in seats}))
    address = Cluster.current().email
    for to, language, key in [
        *((person.email, person.language, str(person.pk)) for person in found if person.email),
        *([(address, "nb", "house")] if address else []),
    ]:
        with translation.override(language):
            words = {"title": thread.title, "why": row.why}
            letter = outbox.Letter(
                (_("Somebody reported “%(title)s”") % words)[:200],
                [_("“%(why)s”") % words, _("Look at it, and say whether it may stand.")],
                button=(_("Look"), settings.SITE_URL + thread.get_absolute_url()),
                why=_("You get this because you moderate."),
            )
            outbox.post(letter, to=to, key=f"report:{row.pk}:{key}", purpose=PURPOSE, about=thread)


def digest(person: Person, threads: Sequence[tuple[Thread, int]], week: str) -> None:
    """What was said in a week, in one letter. Once for each week."""
    with translation.override(person.language):
        count = len(threads)
        words = {"count": count, "cluster": Cluster.current().name}
        lines = [ngettext("%(count)s thread moved this week:", "%(count)s threads moved this week:", count) % words]
        for thread, replies in threads:
            said = ngettext("%(count)s reply", "%(count)s replies", replies) % {"count": replies}
            lines.append(f"{thread.title} ({thread.space}, {said}): {settings.SITE_URL}{thread.get_absolute_url()}")
        letter = outbox.Letter(
            _("The week in %(cluster)s") % words, lines,
            button=(_("See the conversations"), settings.SITE_URL + addresses.home()),
            why=_("You get this once a week because you are in these spaces. Choose otherwise on the page of a space."),
        )  # fmt: skip
        outbox.post(
            letter, to=person.email, key=f"exchange-digest:{person.pk}:{week}", purpose=PURPOSE,
            kind=OutgoingMail.Kind.MEMBER, due_at=not_at_night(),
        )  # fmt: skip
