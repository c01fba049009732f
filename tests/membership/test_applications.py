import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from sterke.core import links
from sterke.core.models import Activity, Cluster
from sterke.directory import register
from sterke.directory.models import Organisation, Role
from sterke.membership import actions, mails
from sterke.membership.models import Endorsement, Membership, MembershipApplication
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def silent_register(monkeypatch):
    def silent(*args, **kwargs):
        raise register.RegisterSilent()

    monkeypatch.setattr(register, "look_up", silent)
    monkeypatch.setattr(register, "search", silent)
    Cluster.objects.get_or_create(slug="t", defaults={"name": "Testklyngen", "quorum": 2})


def form(**changes):
    typed = {
        "org_number": make.org_number(777),
        "company_name": "Nordlys AS",
        "contact_name": "Kari Søker",
        "contact_email": "Kari@Example.no",
        "message": "Hei",
        "once": "k1",
    }
    return typed | changes


def board_member():
    return make.viewer("board").person


def test_apply_stores_thanks_and_records(client_for, letters):
    answer = client_for("anonymous").post(reverse("membership:apply"), form())
    assert answer.status_code == 302
    application = MembershipApplication.objects.get()
    assert (application.company_name, application.contact_email) == ("Nordlys AS", "kari@example.no")
    assert [letter.to for letter in letters()] == ["kari@example.no"]
    assert Activity.objects.about(application).get().verb == "application.made"


def test_a_double_click_gives_one_application(client_for):
    client = client_for("anonymous")
    answers = [client.post(reverse("membership:apply"), form()).status_code for _ in range(2)]
    assert answers == [302, 302]
    assert MembershipApplication.objects.count() == 1


@pytest.mark.parametrize("typed", ["12345", "923609017", "92360901A", ""])
def test_L1_a_bad_number_is_refused_beside_the_field_and_the_text_kept(client_for, typed):
    page = client_for("anonymous").post(reverse("membership:apply"), form(org_number=typed, message="Behold meg"))
    assert page.status_code == 200
    assert "org_number" in page.context["form"].errors
    assert "Behold meg" in page.content.decode()
    assert not MembershipApplication.objects.exists()


def test_L1_what_the_register_refuses_is_refused_with_its_reason(client_for, monkeypatch):
    def deleted(number):
        raise ValidationError("Slettet i 2019")

    monkeypatch.setattr(register, "look_up", deleted)
    page = client_for("anonymous").post(reverse("membership:apply"), form())
    assert page.context["form"].errors["org_number"] == ["Slettet i 2019"]


def test_a_waiting_company_is_told_so(client_for):
    waiting = make.ApplicationFactory()
    page = client_for("anonymous").post(reverse("membership:apply"), form(org_number=waiting.org_number))
    assert "org_number" in page.context["form"].errors
    assert MembershipApplication.objects.count() == 1


@pytest.mark.parametrize("name", ["Nordlys AS", "NORDLYS A/S", "nordlys"])
def test_a_member_is_told_so_under_any_spelling(client_for, name):
    make.OrganisationFactory(member=True, name="Nordlys AS", org_number="")
    page = client_for("anonymous").post(reverse("membership:apply"), form(company_name=name))
    assert "org_number" in page.context["form"].errors


def test_a_robot_gets_thanks_and_leaves_nothing(client_for):
    assert client_for("anonymous").post(reverse("membership:apply"), form(fax="1")).status_code == 302
    assert not MembershipApplication.objects.exists()


def test_the_eleventh_application_in_an_hour_waits(client_for):
    client = client_for("anonymous")
    statuses = [client.post(reverse("membership:apply"), form(org_number="x")).status_code for _ in range(11)]
    assert statuses == [200] * 10 + [429]


@pytest.mark.parametrize(
    ("viewer", "status"),
    [
        ("anonymous", 302),
        ("outsider", 404),
        ("member", 404),
        ("network_leader", 404),
        ("board", 200),
        ("secretary", 200),
    ],
)
def test_an_application_is_for_the_secretariat_and_the_board(client_for, viewer, status):
    application = make.ApplicationFactory()
    assert client_for(viewer).get(application.get_absolute_url()).status_code == status


def test_send_to_board_mails_each_sitting_member_a_link(letters):
    people = {board_member().email, board_member().email}
    application = make.ApplicationFactory()
    actions.send_to_board(application, by=make.viewer("secretary"))
    assert {letter.to for letter in letters()} == people
    assert application.sent_to_board_at
    with pytest.raises(ValidationError):
        actions.send_to_board(application, by=make.viewer("secretary"))


@pytest.mark.parametrize("who", ["member", "board"])
def test_send_to_board_is_for_the_secretariat(who):
    with pytest.raises(PermissionDenied):
        actions.send_to_board(make.ApplicationFactory(), by=make.viewer(who))


def link_for(application, person, **changes):
    wanted = {"holder": person.email, "days": 30, "single_use": False, "person": person.pk} | changes
    return reverse("membership:endorse", args=[links.make(mails.ENDORSE, application, **wanted)])


def test_the_mailed_link_shows_on_get_and_answers_on_post_last_word_counts(client_for, letters):
    application, person, client = make.ApplicationFactory(), board_member(), client_for("anonymous")
    actions.send_to_board(application, by=make.viewer("secretary"))
    url = re.search(r"https?://[^/\s]+(/tilslutning/\S+/)", letters()[-1].text).group(1)
    assert client.get(url).status_code == 200
    assert not Endorsement.objects.exists()
    client.post(url, {"favours": "yes"})
    client.post(url, {"favours": "no"})
    assert Endorsement.objects.get(application=application, person=person).favours is False


def test_A6_a_link_that_is_tampered_expired_or_no_longer_right_is_refused(client_for, clock):
    application, person, client = make.ApplicationFactory(), board_member(), client_for("anonymous")
    good = link_for(application, person)
    other_purpose = reverse("membership:endorse", args=[links.make("successor", application)])
    assert client.post(good[:-2] + "x/", {"favours": "yes"}).status_code == 404
    assert client.post(other_purpose, {"favours": "yes"}).status_code == 404
    assert client_for("member").post(good, {"favours": "yes"}).status_code == 410
    stranger = make.PersonFactory(with_user=True)
    assert client.post(link_for(application, stranger), {"favours": "yes"}).status_code == 410
    clock.shift(31 * 24 * 3600)
    assert client.post(good, {"favours": "yes"}).status_code == 410
    assert not Endorsement.objects.exists()


def ready():
    application = make.ApplicationFactory()
    for _ in range(2):
        actions.endorse(application, person=board_member(), favours=True)
    return application


def test_approve_lets_the_company_in_and_welcomes_with_a_link(letters):
    application = ready()
    actions.approve(application, category=make.CategoryFactory(), by=make.viewer("secretary"))
    company = Organisation.objects.get(org_number=application.org_number)
    assert company.visibility == "public"
    assert Membership.objects.on().filter(organisation=company).count() == 1
    role = Role.objects.get(organisation=company)
    assert (role.kind, role.person.name) == ("main_contact", application.contact_name)
    assert [letter.to for letter in letters()] == [application.contact_email]
    assert "/invitasjon/" in letters()[0].text


def test_approve_needs_a_quorum_of_those_who_sit_today():
    application, secretary = make.ApplicationFactory(), make.viewer("secretary")
    person = board_member()
    actions.endorse(application, person=person, favours=True)
    with pytest.raises(PermissionDenied):
        actions.approve(application, category=make.CategoryFactory(), by=secretary)
    actions.endorse(application, person=board_member(), favours=True)
    assert application.has_quorum
    person.appointments.update(valid_to="2020-01-01")
    assert not application.has_quorum


def test_the_board_does_not_approve():
    with pytest.raises(PermissionDenied):
        actions.approve(ready(), category=make.CategoryFactory(), by=make.viewer("board"))


def test_two_secretaries_at_once_give_one_membership():
    application = ready()
    stale = MembershipApplication.objects.get(pk=application.pk)
    actions.approve(application, category=make.CategoryFactory(), by=make.viewer("secretary"))
    with pytest.raises(ValidationError):
        actions.approve(stale, category=make.CategoryFactory(), by=make.viewer("secretary"))
    assert Membership.objects.filter(organisation=application.organisation).count() == 1


def test_decline_writes_kindly_and_only_once(letters):
    application = make.ApplicationFactory()
    stale = MembershipApplication.objects.get(pk=application.pk)
    actions.decline(application, reason="Utenfor regionen", by=make.viewer("secretary"))
    with pytest.raises(ValidationError):
        actions.decline(stale, reason="igjen", by=make.viewer("secretary"))
    assert len(letters()) == 1
    assert "Utenfor regionen" in letters()[0].text


def test_the_desk_says_when_the_board_has_said_yes():
    from sterke.membership.house import applications_on_the_desk

    application = ready()
    items = list(applications_on_the_desk(make.viewer("secretary")))
    assert len(items) == 1
    assert (items[0].url, items[0].post) == (application.get_absolute_url(), False)
    assert list(applications_on_the_desk(make.viewer("member"))) == []
