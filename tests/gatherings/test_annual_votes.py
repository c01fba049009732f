"""Who has a vote on the day, what a proxy may and may not, and how many votes there are in the room."""

import datetime
import threading
from collections import Counter

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from sterke.core.models import OutgoingMail
from sterke.core.sheets import write_csv
from sterke.gatherings import reports_annual
from sterke.gatherings.actions import annual as actions
from sterke.gatherings.actions.annual import proxies
from sterke.gatherings.models import CheckIn, Gathering, Proxy, Statutes
from sterke.membership.models import Membership, MembershipCategory
from tests import factories as make
from tests.gatherings.rush import at_once

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def secretary():
    return make.viewer("secretary")


@pytest.fixture
def meeting():
    Statutes.objects.create(proxies_each=2)
    return make.GatheringFactory(open=True, kind="annual_meeting")


def member(**more):
    return make.OrganisationFactory(member=True, **more)


def give(row, giver, holder, by, how="secretariat"):
    return actions.give_proxy(row, giver=giver, holder=holder, how=how, by=by)


def begun(row):
    start = timezone.now() - datetime.timedelta(hours=1)
    day = timezone.localdate(start)
    Gathering.objects.filter(pk=row.pk).update(day=day, last_day=day, starts_at=start, ends_at=None)
    return Gathering.objects.get(pk=row.pk)


def voters(row):
    return {each.company for each in reports_annual.voters(row)}


def test_the_list_is_of_the_day_of_the_meeting(meeting):
    core = MembershipCategory.objects.create(code="core", name="Kjerne", name_en="Core")
    silent = MembershipCategory.objects.create(code="supporting", name="Støtte", name_en="Support", has_vote=False)
    day, long_ago = meeting.day, datetime.date(2020, 1, 1)
    cases = {
        "member": (long_ago, None, core, True),
        "left the day before": (long_ago, day - DAY, core, False),
        "left on the day": (long_ago, day, core, False),
        "leaves the day after": (long_ago, day + DAY, core, True),
        "joins on the day": (day, None, core, True),
        "joins the day after": (day + DAY, None, core, False),
        "without a vote": (long_ago, None, silent, False),
    }
    expected = set()
    for name, (joined, left, category, has_vote) in cases.items():
        company = make.OrganisationFactory(name=name)
        Membership.objects.create(organisation=company, category=category, joined_on=joined, left_on=left)
        expected |= {company.name} if has_vote else set()
    assert {company.name for company in voters(meeting)} == expected


def test_a_company_with_two_memberships_has_one_vote(meeting):
    company = member()
    earlier = company.memberships.get()
    Membership.objects.create(
        organisation=company, category=earlier.category, joined_on=datetime.date(2010, 1, 1), left_on=meeting.day + DAY
    )
    assert len(reports_annual.voters(meeting)) == 1


def test_the_list_as_a_file_holds_no_formula(meeting):
    member(name="=HYPERLINK(1)")
    assert "\n=HYPERLINK" not in write_csv(*reports_annual.voters_sheet(meeting)).decode("utf-8-sig")
    assert "=HYPERLINK" in write_csv(*reports_annual.voters_sheet(meeting)).decode("utf-8-sig")


def test_a_proxy_is_given_and_both_are_told(meeting, secretary):
    one, other = (make.RoleFactory(organisation=member(), kind="main_contact") for _ in "ab")
    row = give(meeting, one.organisation, other.organisation, one.person, how="link")
    assert (row.given_by, row.how) == (str(one.person), "link")
    assert {mail.to for mail in OutgoingMail.objects.all()} == {one.person.email, other.person.email}
    assert give(meeting, one.organisation, other.organisation, one.person) == row
    assert Proxy.objects.count() == 1


@pytest.mark.parametrize("case", ["itself", "no vote", "to no vote", "begun", "limit", "chain", "chain on", "twice"])
def test_a_proxy_that_cannot_be_given_says_why(meeting, secretary, case):
    a, b, c, d = member(name="A"), member(name="B"), member(name="C"), member(name="D")
    outside = make.OrganisationFactory(name="Ute")
    if case == "limit":
        give(meeting, c, b, secretary)
        give(meeting, d, b, secretary)
    if case == "chain":
        give(meeting, b, c, secretary)
    if case == "chain on":
        give(meeting, c, a, secretary)
    if case == "twice":
        give(meeting, a, c, secretary)
    row = begun(meeting) if case == "begun" else meeting
    giver, holder = {"itself": (a, a), "no vote": (outside, b), "to no vote": (a, outside)}.get(case, (a, b))
    said = {
        "itself": "stemmer selv ved å komme", "no vote": "Ute har ikke stemmerett", "to no vote": "Ute har ikke stemmerett",
        "begun": "i gang", "limit": "B har 2 fullmakter fra før", "chain": "B har selv gitt fullmakt",
        "chain on": "A stemmer for en annen", "twice": "A har alt gitt fullmakt til C",
    }[case]  # fmt: skip
    before = Proxy.objects.count()
    with pytest.raises(ValidationError, match=said):
        give(row, giver, holder, secretary)
    assert Proxy.objects.count() == before


def test_the_database_itself_refuses_the_worst(meeting):
    a, b, c = member(), member(), member()
    facts = {"gathering": meeting, "how": "link", "given_by": "x"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Proxy.objects.create(giver=a, holder=a, **facts)
    Proxy.objects.create(giver=a, holder=b, **facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proxy.objects.create(giver=a, holder=c, **facts)


def test_only_those_who_speak_for_a_company_give_its_vote(meeting):
    own, other = (make.RoleFactory(organisation=member(), kind="main_contact") for _ in "ab")
    with pytest.raises(PermissionDenied):
        give(meeting, own.organisation, other.organisation, other.person.user)
    with pytest.raises(PermissionDenied):
        give(meeting, own.organisation, other.organisation, other.person)
    assert give(meeting, own.organisation, other.organisation, own.person.user, how="signed_in")


def test_taken_back_it_counts_no_more_and_another_can_be_given(meeting, secretary):
    a, b, c = member(), member(), member()
    row = give(meeting, a, b, secretary)
    actions.withdraw_proxy(row, by=secretary)
    actions.withdraw_proxy(row, by=secretary)
    assert give(meeting, a, c, secretary).holder == c
    with pytest.raises(ValidationError, match="i gang"):
        actions.withdraw_proxy(Proxy.objects.standing().get(), by=secretary) if begun(meeting) else None


def test_two_at_once_for_the_last_free_place_never_exceed_the_limit(house):
    Statutes.objects.create(proxies_each=1)
    row, holder = make.GatheringFactory(open=True, kind="annual_meeting"), member()
    givers = [member() for _ in range(8)]
    found = at_once(8, lambda n: give(row, givers[n], holder, givers[n], how="link"))
    assert Counter(type(each).__name__ for each in found) == {"Proxy": 1, "ValidationError": 7}
    assert Proxy.objects.standing().filter(holder=holder).count() == 1


def test_without_the_lock_there_would_be_more(house, monkeypatch):
    """What the test above proves is the lock's doing."""
    counted = reports_annual.voters

    def slowly(meeting):
        found = counted(meeting)
        threading.Event().wait(0.05)  # others come between looking and giving
        return found

    monkeypatch.setattr(reports_annual, "voters", slowly)
    monkeypatch.setattr(proxies.seats, "lock", lambda meeting: Gathering.objects.get(pk=meeting.pk))
    monkeypatch.setattr(actions, "give_proxy", proxies.give_proxy.__wrapped__)
    Statutes.objects.create(proxies_each=1)
    row, holder = make.GatheringFactory(open=True, kind="annual_meeting"), member()
    givers = [member() for _ in range(8)]
    at_once(8, lambda n: give(row, givers[n], holder, givers[n], how="link"))
    assert Proxy.objects.standing().filter(holder=holder).count() > 1


def test_one_company_giving_to_many_at_once_gives_to_one(house):
    row, giver = make.GatheringFactory(open=True, kind="annual_meeting"), member()
    holders = [member() for _ in range(6)]
    at_once(6, lambda n: give(row, giver, holders[n], giver, how="link"))
    assert Proxy.objects.standing().filter(giver=giver).count() == 1


def test_the_count_in_the_room(meeting, secretary):
    a, b, c, d = (member(name=name) for name in "ABCD")
    give(meeting, a, b, secretary)
    give(meeting, c, d, secretary)
    row = begun(meeting)
    assert reports_annual.count(row)[1].votes == 0
    actions.mark_present(row, b, by=secretary)
    tally = reports_annual.count(row)[1]
    assert (tally.entitled, tally.present, tally.proxies, tally.votes, tally.given) == (4, 1, 1, 2, 2)
    actions.mark_present(row, a, by=secretary)  # came after all: votes for itself
    assert reports_annual.count(row)[1].votes == 2
    actions.mark_absent(row, b, by=secretary)
    assert reports_annual.count(row)[1].votes == 1


def test_who_came_in_at_the_door_is_in_the_room_until_somebody_says_otherwise(meeting, secretary):
    company = member()
    row = begun(meeting)
    place = make.RegistrationFactory(gathering=row, organisation=company)
    CheckIn.objects.create(registration=place)
    assert reports_annual.count(row)[1].votes == 1
    actions.mark_absent(row, company, by=secretary)
    assert reports_annual.count(row)[1].votes == 0


def test_nobody_is_marked_on_another_day_or_without_a_vote(meeting, secretary):
    with pytest.raises(ValidationError, match="ikke i dag"):
        actions.mark_present(meeting, member(), by=secretary)
    with pytest.raises(ValidationError, match="ikke stemmerett"):
        actions.mark_present(begun(meeting), make.OrganisationFactory(), by=secretary)
