"""Two rows of one company or person become one, and two again the same day."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from sterke.core.models import Activity
from sterke.directory.actions import merging
from sterke.directory.models import Merge, Organisation, Person, Role
from sterke.membership.models import Membership
from tests.factories import MembershipFactory, PersonFactory, RoleFactory, SeatFactory, viewer


@pytest.fixture
def pair(db):
    kept = MembershipFactory(joined_on=datetime.date(2015, 1, 1), organisation__name="Stål AS").organisation
    gone = MembershipFactory(joined_on=datetime.date(2010, 1, 1), organisation__name="Stål A/S").organisation
    Organisation.objects.filter(pk=gone.pk).update(street="Storgata 1")
    RoleFactory(organisation=gone)
    return kept, gone


def test_a_merge_moves_what_hangs_on_the_row_and_keeps_one_membership_with_the_older_start(pair):
    kept, gone = pair

    merging.merge(kept, gone, by=viewer("secretary"))

    kept.refresh_from_db()
    assert kept.street == "Storgata 1"
    assert kept.roles.count() == 1
    assert Membership.objects.get(organisation=kept).joined_on == datetime.date(2010, 1, 1)
    assert not Membership.objects.filter(organisation=gone).exists()
    assert Organisation.objects.get(pk=gone.pk).merged_into == kept
    assert Activity.objects.about(kept).filter(verb="organisation.merged").exists()


@pytest.mark.parametrize("who", ["anonymous", "member", "secretary"])
def test_the_old_address_leads_to_the_company_that_was_kept(pair, client_for, who):
    kept, gone = pair
    old = gone.get_absolute_url()

    merging.merge(kept, gone, by=viewer("secretary"))

    answer = client_for(who).get(old)
    assert (answer.status_code, answer.url) == (302, kept.get_absolute_url())


def test_undo_the_same_day_puts_everything_back(pair):
    kept, gone = pair
    secretary = viewer("secretary")

    merging.undo_merge(merging.merge(kept, gone, by=secretary), by=secretary)

    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.street, gone.merged_into, gone.roles.count(), kept.roles.count()) == ("", None, 1, 0)
    assert Membership.objects.get(organisation=gone).joined_on == datetime.date(2010, 1, 1)
    assert Membership.objects.get(organisation=kept).joined_on == datetime.date(2015, 1, 1)


def test_two_people_with_the_same_role_and_seat_become_one_with_the_account(db):
    role = RoleFactory(person=PersonFactory(name="Kari"), kind="contact")
    twin = RoleFactory(organisation=role.organisation, kind="contact", person__name="Kari N.")
    SeatFactory(person=twin.person)
    user, secretary = twin.person.user, viewer("secretary")

    done = merging.merge(role.person, twin.person, by=secretary)
    assert Person.objects.get(pk=role.person.pk).user == user
    assert Role.objects.filter(organisation=role.organisation).count() == 1
    assert Person.objects.get(pk=role.person.pk).seats.count() == 1

    merging.undo_merge(done, by=secretary)
    assert Person.objects.get(pk=twin.person.pk).user == user
    assert Role.objects.filter(organisation=role.organisation).count() == 2


def test_undo_the_day_after_is_refused(pair):
    secretary = viewer("secretary")
    done = merging.merge(*pair, by=secretary)
    done.at -= datetime.timedelta(days=1)

    with pytest.raises(ValidationError):
        merging.undo_merge(done, by=secretary)


def test_merge_is_refused_for_a_board_member_and_for_a_row_with_itself(pair):
    with pytest.raises(PermissionDenied):
        merging.merge(*pair, by=viewer("board"))
    with pytest.raises(ValidationError):
        merging.merge(pair[0], pair[0], by=viewer("secretary"))
    assert Merge.objects.count() == 0


def test_the_page_finds_both_shows_what_moves_and_merges(client_for, pair):
    kept, gone = pair
    client, address = client_for("secretary"), reverse("directory:merge")

    assert len(client.get(address, {"q": "stål"}).context["found"]) == 2
    page = client.get(address, {"behold": kept.pk, "bort": gone.slug})
    assert page.context["plan"]
    assert client.post(address, {"behold": kept.pk, "bort": gone.pk}).status_code == 302

    assert client.get(address).context["recent"]
    client.post(reverse("directory:undo_merge", args=[Merge.objects.get().pk]))
    assert Organisation.objects.get(pk=gone.pk).merged_into is None
