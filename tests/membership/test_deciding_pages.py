"""What the pages of an application do with people without the right, odd answers and double clicks."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from sterke.core.models import SignedLink
from sterke.directory.actions import invite_person, revoke_invitation
from sterke.directory.models import Role
from sterke.membership import actions
from sterke.membership.models import Endorsement
from tests import factories as make

pytestmark = pytest.mark.django_db


def address(verb, application):
    return reverse(f"membership:{verb}", args=[application.pk])


def endorsed():
    application = make.ApplicationFactory()
    for _ in range(2):
        actions.endorse(application, person=make.viewer("board").person, favours=True)
    return application


@pytest.mark.parametrize("verb", ["approve", "decline"])
@pytest.mark.parametrize("filled", [True, False])
def test_L5_the_board_finds_no_way_to_decide_whatever_it_posts(client_for, verb, filled):
    application = endorsed()
    data = {"category": make.CategoryFactory().pk, "reason": "Nei"} if filled else {}
    assert client_for("board").post(address(verb, application), data).status_code == 404
    application.refresh_from_db()
    assert application.is_waiting


@pytest.mark.parametrize("answer", ["", "1", "YES", "maybe"])
def test_a_vote_that_is_neither_yes_nor_no_counts_for_nothing(client_for, answer):
    application = make.ApplicationFactory()
    assert client_for("board").post(address("vote", application), {"favours": answer}).status_code == 400
    assert not Endorsement.objects.exists()


@pytest.mark.parametrize(("answer", "favours"), [("yes", True), ("no", False)])
def test_a_vote_counts_as_it_was_given(client_for, answer, favours):
    application = make.ApplicationFactory()
    assert client_for("board").post(address("vote", application), {"favours": answer}).status_code == 302
    assert Endorsement.objects.get().favours is favours


def test_the_secretariat_does_not_vote(client_for):
    assert client_for("secretary").post(address("vote", make.ApplicationFactory()), {}).status_code == 404


def test_a_double_click_on_approve_leads_back_to_the_application(client_for):
    application, client = endorsed(), client_for("secretary")
    data = {"category": make.CategoryFactory().pk}
    answers = [client.post(address("approve", application), data) for _ in range(2)]
    assert [answer.url for answer in answers] == [application.get_absolute_url()] * 2
    assert client_for("board").post(address("vote", application), {"favours": "yes"}).status_code == 302


@pytest.mark.parametrize("name", ["applied", "members_over_time", "bodies"])
def test_pages_that_only_show_take_no_post(client_for, name):
    assert client_for("secretary").post(reverse(f"membership:{name}")).status_code == 405


def approved():
    application, secretary = endorsed(), make.viewer("secretary")
    actions.approve(application, category=make.CategoryFactory(), by=secretary)
    return Role.objects.get(organisation=application.organisation), application, secretary


def test_the_welcome_invitation_lives_14_days():
    approved()
    link = SignedLink.objects.get(purpose="invitation")
    assert (link.expires_at - timezone.now()).days in {13, 14}
    assert link.expires_at - timezone.now() <= datetime.timedelta(days=14)


def test_the_welcome_invitation_is_taken_back_like_any_other():
    role, _application, secretary = approved()
    assert revoke_invitation(role, by=secretary) == 1


def test_inviting_again_closes_the_welcome_link():
    role, application, secretary = approved()
    invite_person(role.organisation, email=application.contact_email, name="X", by=secretary)
    assert SignedLink.objects.filter(purpose="invitation", revoked_at=None).count() == 1


def test_a_contact_the_house_knows_becomes_main_contact_besides():
    application = endorsed()
    company = make.OrganisationFactory(org_number=application.org_number)
    secretary = make.viewer("secretary")
    invite_person(company, email=application.contact_email, name="Kjent Kontakt", by=secretary)
    actions.approve(application, category=make.CategoryFactory(), by=secretary)
    assert set(Role.objects.filter(organisation=company).values_list("kind", flat=True)) == {"contact", "main_contact"}
