"""What is meant for everyone is looked at twice: by the company and by the secretariat."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from sterke.connections import actions
from sterke.connections.models import Listing
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return make.OrganisationFactory(member=True, visibility="public")


@pytest.fixture
def main(company):
    return make.RoleFactory(organisation=company, kind="main_contact")


@pytest.fixture
def worker(company):
    return make.RoleFactory(organisation=company)


def put_out(role, **facts):
    row = Listing(
        title="Spon til overs", side="offer", kind="residues", organisation=role.organisation, contact=role.person,
        valid_until=make.in_days(30), visibility="public", **facts,
    )  # fmt: skip
    return actions.put_out(row, by=role.person.user)


def seen_by_everyone(row):
    from django.contrib.auth.models import AnonymousUser

    return Listing.objects.visible_to(AnonymousUser()).filter(pk=row.pk).exists()


def link_in(letter):
    return re.search(r"http://[^/\s]+(/\S+)", letter.text)[1]


def test_it_takes_the_company_and_the_secretariat(main, worker, client_for, letters):
    row = put_out(worker)
    assert (letters()[-1].to, seen_by_everyone(row)) == (main.person.user.email, False)
    client, address = client_for("anonymous"), link_in(letters()[-1])
    assert client.get(address).status_code == 200
    assert Listing.objects.get().company_yes_on is None, "a reader of mail that follows links says nothing"
    assert client.post(address, {"svar": "ja"}).status_code == 200
    assert not seen_by_everyone(row)
    actions.check_listing(row, by=make.viewer("secretary"))
    assert seen_by_everyone(row)


def test_the_main_contacts_own_needs_no_second_yes_from_the_company(main, letters):
    row = put_out(main)
    assert row.company_yes_on
    assert letters() == []
    assert not seen_by_everyone(row)


def test_the_companys_no_keeps_it_to_the_members(main, worker, client_for, letters):
    row = put_out(worker)
    client_for("anonymous").post(link_in(letters()[-1]), {"svar": "nei"})
    row.refresh_from_db()
    assert row.visibility == "members"


def test_somebody_who_is_no_main_contact_any_more_cannot_say_yes(main, worker, client_for, letters):
    row = put_out(worker)
    main.valid_to = make.in_days(-1)
    main.save()
    assert client_for("anonymous").post(link_in(letters()[-1]), {"svar": "ja"}).status_code == 410
    row.refresh_from_db()
    assert row.company_yes_on is None


def test_other_words_are_looked_through_again(main, client_for):
    row = put_out(main)
    actions.check_listing(row, by=make.viewer("secretary"))
    address = reverse("connections:edit_listing", args=[row.pk])
    client = client_for(main.person.user)
    seen = client.get(address).context["form"]["seen_version"].value()
    typed = {
        "title": "Spon til overs, tonnevis", "kind": "residues", "audience": "public", "organisation": row.organisation.pk,
        "contact": main.person.pk, "valid_until": make.in_days(30).isoformat(), "seen_version": seen, "text": "",
    }  # fmt: skip
    assert client.post(address, typed).status_code == 302
    assert not seen_by_everyone(row)
    row.refresh_from_db()
    assert row.waits_for_check


def test_sent_back_tells_the_owner_why(main, letters):
    row = put_out(main)
    actions.send_back(row, remark="Skriv hvor mange tonn", by=make.viewer("secretary"))
    row.refresh_from_db()
    assert (row.visibility, "Skriv hvor mange tonn" in letters()[-1].text) == ("members", True)


def test_only_the_secretariat_checks(main):
    row = put_out(main)
    with pytest.raises(PermissionDenied):
        actions.check_listing(row, by=main.person.user)
    with pytest.raises(ValidationError):
        actions.check_listing(make.ListingFactory(), by=make.viewer("secretary"))


def test_a_hidden_contact_is_not_named_on_the_page(main, client_for):
    from sterke.connections.models import ConnectionChoice

    row = make.ListingFactory(public=True, organisation=main.organisation, contact=main.person)
    client = client_for("member")
    assert main.person.name in client.get(row.get_absolute_url()).content.decode()
    ConnectionChoice.objects.create(person=main.person, hidden=True)
    assert main.person.name not in client.get(row.get_absolute_url()).content.decode()
