"""Letters about needs, offers and questions. In the reader's language; sent by the worker."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sterke.core import links, outbox
from sterke.core.models import Cluster
from sterke.core.paths import path_to
from sterke.directory.models import Organisation, Person

from .models import Listing, ListingAnswer
from .models.listings import STILL_ANSWERED

PURPOSE = "connections"
HELP = "listing_help"  # of the links
STATUS = "listing_status"
PUBLIC = "listing_public"
MOST_TOLD = 20  # answers in a letter
KEEPS = timedelta(days=60)  # a link about a listing holds this long after its last day, to say what became of it


def facts(listing: Listing) -> dict[str, Any]:
    return {"title": listing.title, "company": listing.organisation, "day": date_format(listing.valid_until)}


def quoted(words: str) -> str:
    return _("“%(words)s”") % {"words": words}


def holds_until(listing: Listing, more: timedelta) -> datetime:
    last = max(listing.valid_until, timezone.localdate()) + more + timedelta(days=1)
    return timezone.make_aware(datetime.combine(last, time()))


def post(
    person: Person, listing: Listing, subject: str, lines: Sequence[str], *, key: str, button: tuple[str, str],
    why: str, headers: dict[str, str] | None = None,
) -> bool:  # fmt: skip
    """A letter to somebody, once for each key; whether there was an address. Call it in the reader's language."""
    email = person.email
    if not email:
        return False
    letter = outbox.Letter(
        subject[:200], [_("Hello %(name)s!") % {"name": person.name}, *lines], button=button, why=why
    )
    outbox.post(letter, to=email, key=key, purpose=PURPOSE, about=listing, headers=headers)
    return True


def link(listing: Listing, purpose: str, view: str, person: Person, **more: int) -> str:
    until = holds_until(listing, STILL_ANSWERED if purpose == HELP else KEEPS)
    token = links.make(purpose, listing, holder=person.email, until=until, single_use=False, person=person.pk, **more)
    return links.url(view, token)


def yours() -> str:
    return _("You get this because it stands in your name. The link is yours: what is said by it, you have said.")


def ask_still_true(listing: Listing, owner: Person) -> None:
    """Once for each last day."""
    with translation.override(owner.language):
        words = facts(listing)
        lines = [
            _("“%(title)s” stands until %(day)s.") % words,
            _("Still true, found, or to be taken away? One click, no sign-in."),
        ]
        post(
            owner, listing, _("Still true? %(title)s") % words, lines, why=yours(),
            key=f"listing-still:{listing.pk}:{listing.valid_until:%Y%m%d}",
            button=(_("Say how it is"), link(listing, STATUS, "connections:status", owner)),
        )  # fmt: skip


def ask_company(listing: Listing, main: Person) -> None:
    """The company's main contact: may everyone see it? One letter for each wording."""
    with translation.override(main.language):
        words = facts(listing) | {"who": listing.written_by}
        lines = [
            _("%(who)s wants everyone to see this, in the name of %(company)s:") % words,
            quoted(listing.title),
            *([listing.text] if listing.text else []),
            _("Is that all right? Until you say yes, only the members see it."),
        ]
        why = _("You get this because you answer for %(company)s. The link is yours.") % words
        post(
            main, listing, _("May everyone see it? %(title)s") % words, lines, why=why,
            key=f"listing-public:{listing.pk}:{listing.version}:{main.pk}",
            button=(_("Read it and answer"), link(listing, PUBLIC, "connections:public", main)),
        )  # fmt: skip


def tell_sent_back(listing: Listing, owner: Person) -> None:
    with translation.override(owner.language):
        words = facts(listing)
        lines = [
            _("We have read “%(title)s”. Before everyone sees it, something should be otherwise:") % words,
            quoted(listing.review_remark),
            _("Until then the members see it."),
        ]
        post(
            owner, listing, _("Not quite yet: %(title)s") % words, lines, why=yours(),
            key=f"listing-back:{listing.pk}:{listing.version}:{listing.review_remark[:60]}",
            button=(_("See it"), settings.SITE_URL + listing.get_absolute_url()),
        )  # fmt: skip


def ask_to_help(listing: Listing, person: Person, at: Organisation) -> bool:
    """Once for each person and listing. True where a letter is written now."""
    key = f"listing-help:{listing.pk}:{person.pk}"
    if outbox.OutgoingMail.objects.filter(key=key).exists():
        return False
    with translation.override(person.language):
        words = facts(listing) | {"side": listing.get_side_display()}
        lead = {
            Listing.Side.NEED: _("%(company)s needs something, and you may be the one who knows:"),
            Listing.Side.OFFER: _("%(company)s offers something that may be of use to you:"),
            Listing.Side.QUESTION: _("%(company)s asks, and you may be the one who knows:"),
        }[Listing.Side(listing.side)]
        lines = [lead % words, quoted(listing.title), *([listing.text] if listing.text else []), minute()]
        why = _("You get this because we think of you when we read it. Once; nobody is told if you let it lie.")
        url = link(listing, HELP, "connections:help_by_link", person, organisation=at.pk)
        return post(
            person, listing, f"{listing.organisation}: {listing.title}", lines, why=why, key=key,
            button=(_("Read it and answer"), url),
        )  # fmt: skip


def minute() -> str:
    return _("It takes a minute, without sign-in.")


def ask_to_answer(listing: Listing, person: Person, at: Organisation) -> bool:
    """A question, to one in each member company. Once."""
    key = f"listing-help:{listing.pk}:{person.pk}"
    if outbox.OutgoingMail.objects.filter(key=key).exists():
        return False
    with translation.override(person.language):
        words = facts(listing)
        lines = [
            _("%(company)s asks all of us:") % words,
            quoted(listing.title),
            *([listing.text] if listing.text else []),
            _("Do you know, or does a colleague? Answer by %(day)s. All who answer get the answers.") % words,
        ]
        why = _("You get this because you answer for %(company)s in %(cluster)s.") % {
            "company": at, "cluster": Cluster.current().name,
        }  # fmt: skip
        return post(
            person, listing, _("Who has done this? %(title)s") % words, lines, why=why, key=key,
            button=(_("Answer"), link(listing, HELP, "connections:help_by_link", person, organisation=at.pk)),
        )  # fmt: skip


def tell_answer(listing: Listing, owner: Person, answer: ListingAnswer) -> None:
    """One letter for each answer, and for each time it is changed."""
    with translation.override(owner.language):
        words = facts(listing) | {"who": answer.person, "at": answer.organisation}
        replies = {"Reply-To": answer.person.email} if answer.person and answer.person.email else None
        lines = [_("%(who)s at %(at)s answers “%(title)s”:") % words, answer.words]
        if replies:
            lines.append(_("Reply to this mail, and you write to %(who)s.") % words)
        post(
            owner, listing, _("An answer: %(title)s") % words, lines, why=yours(), headers=replies,
            key=f"listing-answer:{answer.pk}:{answer.at:%Y%m%d%H%M%S%f}",
            button=(_("See all answers"), settings.SITE_URL + listing.get_absolute_url()),
        )  # fmt: skip


def digest(listing: Listing, answers: Sequence[ListingAnswer]) -> None:
    """All the answers, once, to whoever asked and to all who answered; they see what may be shared."""
    owner = listing.owner()
    for person in {each.person for each in answers if each.person} | ({owner} if owner else set()):
        with translation.override(person.language):
            own = person == owner
            told = [each for each in answers if own or each.may_share or each.person == person]
            words = facts(listing) | {"count": len(told)}
            lead = ngettext("%(count)s answer to “%(title)s”:", "%(count)s answers to “%(title)s”:", len(told)) % words
            lines = [lead, *(f"{each.organisation}: {each.words}" for each in told[:MOST_TOLD])]
            if not told:
                lines = [_("Nobody has answered “%(title)s” this time.") % words]
            why = _("You get this because you asked.") if own else _("You get this because you answered.")
            post(
                person, listing, _("The answers: %(title)s") % words, lines, why=why,
                key=f"listing-digest:{listing.pk}:{person.pk}",
                button=(_("See it"), settings.SITE_URL + listing.get_absolute_url()),
            )  # fmt: skip


def tell_from_outside(listing: Listing, *, name: str, company: str, email: str, words: str) -> None:
    """To the owner, else to the secretariat: somebody outside answers. Reply goes straight to them."""
    owner = listing.owner()
    with translation.override(owner.language if owner else "nb"):
        told = facts(listing) | {"name": name, "at": company, "email": email}
        lines = [
            _("%(name)s at %(at)s (%(email)s) writes about “%(title)s”:") % told,
            words,
            _("Reply to this mail, and you write to %(name)s. They wrote from outside; we do not know them.") % told,
        ]
        letter = outbox.Letter(
            (_("From outside: %(title)s") % told)[:200], lines, why=yours() if owner else "",
            button=(_("See it"), settings.SITE_URL + listing.get_absolute_url()),
        )  # fmt: skip
        to = (owner.email if owner else "") or Cluster.current().email
        if to:
            key = f"listing-outside:{listing.pk}:{timezone.now():%Y%m%d%H%M%S%f}"
            outbox.post(letter, to=to, key=key, purpose=PURPOSE, about=listing, headers={"Reply-To": email})


def tell_nobody_left(listing: Listing, person: Person, at: Organisation | None, words: str) -> None:
    """To the secretariat: somebody answers, and nobody at the company is there to be asked."""
    to = Cluster.current().email
    if not to:
        return
    with translation.override("nb"):
        told = facts(listing) | {"who": person, "at": at or ""}
        lines = [
            _("%(who)s (%(at)s) answers “%(title)s”, and %(company)s has nobody who can be asked today.") % told,
            *([quoted(words)] if words else []),
            _("Find somebody there, and bring the two together."),
        ]
        letter = outbox.Letter(
            (_("Nobody to ask: %(title)s") % told)[:200], lines,
            button=(_("See it"), settings.SITE_URL + path_to("connections:listing", listing.pk)),
        )  # fmt: skip
        key = f"listing-nobody:{listing.pk}:{person.pk}:{timezone.localdate():%Y%m%d}"
        headers = {"Reply-To": person.email} if person.email else None
        outbox.post(letter, to=to, key=key, purpose=PURPOSE, about=listing, headers=headers)
