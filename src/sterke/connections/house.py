"""What needs, offers and introductions give the house: search, history, goals, addresses, exports. Privacy and the desk
stand in files of their own."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from sterke.advocacy.naming import name_for
from sterke.core.house import (
    Address,
    Contribution,
    gives_addresses,
    gives_contributions,
    gives_export,
    gives_search,
    says,
)
from sterke.core.paths import path_to
from sterke.core.visibility import is_secretary
from sterke.goals.models import Goal

from . import desk as desk  # registers what the desk asks for
from . import house_rounds as house_rounds  # registers what meeting rounds give
from . import house_suggestions as house_suggestions  # registers what suggestions keep and say
from . import news as news  # registers what is new
from . import privacy as privacy  # registers what is kept of people
from . import reports
from . import told as told  # registers the cards
from .models import Introduction, IntroductionSide, Listing, ListingAnswer

gives_search(
    "koblinger",
    _("Needs and offers"),
    Listing,
    title=("title",),
    near=("organisation__name",),
    text=("text",),
    rows=lambda: Listing.objects.open(),
    order=("-written_at", "-pk"),
    reads=("directory",),
)
says(
    listing_put=_("%(actor)s put out “%(subject)s”"),
    listing_edited=_("%(actor)s changed “%(subject)s”"),
    listing_renewed=_("%(actor)s said that “%(subject)s” still holds"),
    listing_found=_("%(actor)s closed “%(subject)s”: found. %(words)s"),
    listing_withdrawn=_("%(actor)s took “%(subject)s” away. %(words)s"),
    listing_again=_("%(actor)s took up “%(subject)s” again"),
    listing_expired=_("“%(subject)s” ran out"),
    listing_allowed=_("%(actor)s let everyone see “%(subject)s”, for the company"),
    listing_kept=_("%(actor)s kept “%(subject)s” to the members, for the company"),
    listing_checked=_("%(actor)s read “%(subject)s”: everyone may see it"),
    listing_returned=_("%(actor)s sent “%(subject)s” back: %(remark)s"),
    listing_orphaned=_("%(actor)s answered “%(subject)s”, and nobody was there to ask"),
    listing_pushed=_("%(actor)s asked %(count)s people about “%(subject)s”"),
    listing_outside=_("Somebody outside wrote about “%(subject)s”"),
    listing_spread=_("%(actor)s asked all the members “%(subject)s”: %(count)s letters"),
    listing_answered=_("%(actor)s answered for %(company)s"),
    listing_digested=_("The answers to “%(subject)s” were gathered: %(count)s"),
    introduction_asked=_("%(actor)s asked whether they want to talk: %(who)s"),
    introduction_yes=_("%(actor)s said yes to an introduction"),
    introduction_later=_("%(actor)s said later to an introduction"),
    introduction_no=_("%(actor)s said no to an introduction"),
    introduction_late=_("%(actor)s said yes to an introduction when the days were over"),
    introduction_joined=_("Both said yes: %(who)s"),
    introduction_withdrawn=_("%(actor)s took an introduction back: %(who)s"),
    introduction_closed=_("The days were over without two yes: %(who)s"),
    introduction_told=_("%(actor)s told what came of an introduction: %(result)s"),
)


@gives_addresses
def addresses() -> Iterator[Address]:
    yield Address(path_to("connections:listings"))
    for row in Listing.objects.visible_to(AnonymousUser()).standing():
        yield Address(row.get_absolute_url(), row.written_at.date(), (row.language,))


@gives_contributions
def contributions(goal: Goal, since: date, until: date, user: Any) -> Iterator[Contribution]:
    """People brought together about a need that serves a goal, and what they told came of it."""
    seen = Listing.objects.visible_to(user).filter(goal=goal)
    joined = Introduction.objects.joined().filter(listing__in=seen, joined_on__range=(since, until))
    for row in joined.select_related("listing"):
        listing: Any = row.listing
        yield Contribution(_("Introductions"), str(listing), row.joined_on or until, listing.get_absolute_url())
    for listing in seen.filter(outcome=Listing.Outcome.FOUND, closed_on__range=(since, until)):
        day: Any = listing.closed_on
        yield Contribution(_("Needs met"), str(listing), day, listing.get_absolute_url(), listing.outcome_words)


@gives_export("listings")
def export_listings(user: Any) -> tuple[list[str], Iterator[list[Any]]]:
    """What this reader may see: needs, offers and questions, those that stand and those that have been."""
    headings = [
        _t("Need or offer"), _t("Kind"), _t("In one line"), _t("A little more"), _t("Company"), _t("Municipality"),
        _t("Put out"), _t("Stands until"), _t("How it ended"), _t("Closed"), _t("What came of it"), _t("Address"),
    ]  # fmt: skip
    rows = reports.ROWS.visible_to(user).order_by("-written_at", "-pk")
    return headings, (listing_cells(row, user) for row in rows.iterator())


def listing_cells(row: Listing, user: Any) -> list[Any]:
    own = is_secretary(user) or (user.is_authenticated and row.organisation_id in user.standing.works_at)
    return [
        str(row.get_side_display()), str(row.get_kind_display()), row.title, row.text, name_for(user, row.organisation),
        str(row.organisation.municipality or ""), row.written_at.date(), row.valid_until,
        str(row.get_outcome_display()) if row.outcome else "", row.closed_on, row.outcome_words if own else "",
        row.get_absolute_url(),
    ]  # fmt: skip


@gives_export("introductions")
def export_introductions(user: Any) -> tuple[list[str], Iterator[list[Any]]]:
    """For the secretariat all; for others their own, without the other's word."""
    headings = [
        _t("Asked"), _t("How it came about"), _t("One"), _t("Company"), _t("The other"), _t("Company"),
        _t("Need or offer"), _t("Both said yes"), _t("Closed"), _t("Did they meet?"), _t("What came of it"),
        _t("In their own words"), _t("What each has said"),
    ]  # fmt: skip
    rows = Introduction.objects.visible_to(user).order_by("-asked_on", "-pk")
    return headings, (introduction_cells(met, user) for met in reports.seen(rows, user))


def introduction_cells(met: reports.Met, user: Any) -> list[Any]:
    row = met.row
    sides = [met.own, met.other] if met.own else list(row.sides.all())
    told = [side for side in sides if side.result_at and (is_secretary(user) or side == met.own)]
    results = "; ".join(str(side.get_result_display()) for side in told if side.result)
    listing = row.listing if row.listing and (is_secretary(user) or row.listing.is_open) else None
    return [
        row.asked_on, str(row.get_origin_display()),
        *(cell for side in sides[:2] for cell in (side.name, str(side.organisation or ""))),
        str(listing or ""), row.joined_on, row.closed_on if met.state == "closed" or is_secretary(user) else None,
        yes_or_no(told), results, "; ".join(side.result_words for side in told if side.result_words),
        "; ".join(said(side) for side in sides if is_secretary(user) or side == met.own),
    ]  # fmt: skip


def said(side: IntroductionSide) -> str:
    return f"{side.name}: {side.get_word_display()}" + (f" ({side.note})" if side.note else "")


@gives_export("listing_answers")
def export_answers(user: Any) -> tuple[list[str], Iterator[list[Any]]]:
    """Answers to questions of the cluster that this reader may see."""
    headings = [_t("Question"), _t("Company"), _t("Name"), _t("Answered"), _t("Answer"), _t("May be shown")]
    rows = ListingAnswer.objects.visible_to(user).select_related("listing", "organisation", "person")
    cells = (
        [
            row.listing.title, name_for(user, row.organisation), str(row.person or ""), row.at.date(), row.words,
            _t("yes") if row.may_share else _t("no"),
        ]
        for row in rows.iterator()
    )  # fmt: skip
    return headings, cells


def yes_or_no(told: list[IntroductionSide]) -> str:
    if not told:
        return ""
    return _t("yes") if any(side.met == IntroductionSide.Met.YES for side in told) else _t("no")
