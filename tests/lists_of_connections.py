"""The lists of needs, offers and introductions, and how each gets one more row; see test_query_counts.py."""

from types import SimpleNamespace

from django.utils import timezone

from sterke.advocacy.models import Attendance
from sterke.connections.models import NotWith
from sterke.core import activity
from tests import factories as make


def listing(w, n):
    make.ListingFactory(public=True, title=f"Behov {n}", organisation__name=f"Behover {n} AS")


def own(w, n):
    """One that stands, one that is closed, an introduction that waits and one that is settled."""
    facts = {"organisation": w.rows.company, "contact": w.rows.person, "visibility": "members"}
    make.ListingFactory(title=f"Vårt {n}", **facts)
    make.ListingFactory(title=f"Vårt gamle {n}", closed_on=make.in_days(-n), outcome="found", **facts)
    for words, joined in ((("yes", ""), None), (("yes", "yes"), make.in_days(-n))):
        other = make.RoleFactory(organisation=make.OrganisationFactory(member=True, name=f"Møter {n} AS"))
        make.introduction(other, w.rows.own_role, words=words, joined_on=joined, listing=w.rows.listing)
        secretary = SimpleNamespace(person=w.users["secretary"].person, organisation=None)
        other = make.RoleFactory(organisation=other.organisation)
        make.introduction(other, secretary, words=words, joined_on=joined)


def on_the_page(w, n):
    """Somebody who wants to talk, somebody who has told what came of it, a line of history."""
    own(w, n)
    other = make.RoleFactory(organisation=make.OrganisationFactory(member=True))
    told = make.introduction(
        other, w.rows.own_role, words=("yes", "yes"), joined_on=make.in_days(-n), listing=w.rows.listing
    )
    told.sides.update(met="yes", result="learned", result_words=f"Ble til {n}", result_at=timezone.now())
    activity.record("listing.renewed", w.rows.listing, by=w.users["secretary"])
    make.SuggestionFactory(listing=w.rows.listing, score=50 + n)


def suggested(w, n):
    """For one's own needs, to help somebody, to meet; every sort of reason."""
    facts = {"score": 50 + n, "role__organisation__name": f"Foreslått {n} AS"}
    make.SuggestionFactory(listing=w.rows.listing, **facts)
    for person in (w.rows.person, w.users["secretary"].person):
        one = make.SuggestionFactory(asker=person, **facts)
        one.reasons += [["network", {"networks": [w.rows.network.pk]}, 6], ["near", {"km": n}, 3]]
        one.save()
        theirs = make.ListingFactory(title=f"Foreslått behov {n}", visibility="members")
        make.SuggestionFactory(
            listing=theirs, person=person, reasons=[["offers", {"listing": w.rows.offer.pk}, 40 + n]]
        )


def kept_apart(w, n):
    for person in (w.rows.person, w.users["secretary"].person):
        NotWith.objects.create(person=person, organisation=make.OrganisationFactory(name=f"Helst ikke {n} AS"))


def met(w, n):
    """Two who met, one who is alone, one that holds two networks together, one who was at a meeting."""
    one, other = (
        make.RoleFactory(organisation=make.OrganisationFactory(member=True, name=f"{what} {n} AS"))
        for what in ("Møtt", "Truffet")
    )
    make.introduction(one, other, words=("yes", "yes"), joined_on=make.in_days(-n))
    make.OrganisationFactory(member=True, name=f"Ensom {n} AS")
    for network in (w.rows.network, w.rows.other_network):
        make.SeatFactory(network=network, person=make.PersonFactory(), organisation=one.organisation)


def knows(w, n):
    there = w.rows.ministry_office.organisation
    meeting = make.MeetingFactory(title=f"Om vei {n}", day=make.in_days(-n))
    Attendance.objects.create(meeting=meeting, organisation=there, title="Statsråd")
    Attendance.objects.create(meeting=meeting, is_ours=True, name=f"Kjenner {n}", organisation=w.rows.company)


LISTS = {
    "connections:memory": met,
    "connections:knows_whom": knows,
    "connections:listings": listing,
    "connections:mine": own,
    "connections:listing": on_the_page,
    "connections:for_me": suggested,
    "connections:choices": kept_apart,
    "api:listings": listing,
}
NOT_LISTS = {
    "connections:put_out",
    "connections:help_by_link",
    "connections:status",
    "connections:public",
    "connections:word",  # twenty half-days at most
    "connections:result",
    "connections:propose",
    "connections:ask_introduction",
    "connections:introduction",  # of two
    "connections:answer_introduction",
    "connections:tell_result",
    "connections:edit_listing",
    "connections:close_listing",
    "connections:send_back",
    "connections:help_out",
    "connections:write_from_outside",
}
