"""The nightly comparison and what becomes of it on the desk."""

import pytest
import stamina
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from sterke.accounts.models import User
from sterke.core import fetch
from sterke.core.house import house
from sterke.core.models import Activity, FetchedResponse
from sterke.directory import actions
from sterke.directory.models import Organisation, RegisterProposal
from sterke.directory.tasks import refresh_from_register
from tests import factories
from tests.core.service import Service
from tests.directory.register import GONE, NUMBER, SILENCES, UNKNOWN, page, says, unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def service(monkeypatch):
    service = Service()
    monkeypatch.setattr(fetch, "WIRE", service.wire())
    with stamina.set_testing(True):
        yield service
    service.close()


@pytest.fixture
def company(service):
    place = factories.MunicipalityFactory(name="Kongsvinger")
    factories.MunicipalityCodeFactory(municipality=place, code="3401")
    service.answers = [says(page(unit()))]
    known = actions.take_from_register(fetch_facts(), by=User.objects.clockwork())[0]
    return Organisation.objects.get(pk=known.pk)


def fetch_facts(**changes):
    import json

    from sterke.directory import brreg

    return brreg.read_unit(json.dumps(unit(**changes)))


def night(service, *answers):
    service.answers, service.requests = list(answers), []
    return refresh_from_register.call()


def proposal_of(company, **changes):
    actions.compare_with_register(company, facts=fetch_facts(**changes), by=User.objects.clockwork())
    return company.proposals.get(state="open")


def test_a_night_without_changes_leaves_nothing(service, company):
    assert night(service, says(page(unit()))) == {"unchanged": 1}
    assert not RegisterProposal.objects.exists()


def test_figures_follow_with_history(service, company):
    assert night(service, says(page(unit(antallAnsatte=...)))) == {"refreshed": 1}
    company.refresh_from_db()
    assert (company.employees, company.employees_hidden) == (None, True)
    assert Activity.objects.filter(verb="organisation.followed").count() == 1


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"navn": "NYSTOFF AS"}, "changed"),
        ({"konkurs": True}, "bankrupt"),
        ({"underAvvikling": True}, "liquidation"),
    ],
)
def test_what_people_rely_on_is_proposed_and_never_written(service, company, changes, kind):
    assert night(service, says(page(unit(**changes)))) == {"proposed": 1}
    assert night(service, says(page(unit(**changes)))) == {"proposed": 1}
    company.refresh_from_db()
    assert (company.name, company.status) == ("RÅSTOFF AS", "active")
    assert RegisterProposal.objects.get().kind == kind


def test_a_deleted_unit_is_asked_for_by_itself_and_proposed(service, company):
    assert night(service, says(page()), says(unit(slettedato="2026-11-01", konkurs=...))) == {"proposed": 1}
    assert RegisterProposal.objects.get().kind == "deleted"


def test_a_removed_unit_is_proposed_for_removal_and_its_answers_deleted(service, company):
    assert night(service, says(page()), GONE) == {"removed": 1}
    proposal = RegisterProposal.objects.get()
    actions.accept_proposal(proposal, by=factories.viewer("secretary"))
    company.refresh_from_db()
    assert (company.org_number, company.register_name, company.employees) == ("", "", None)
    assert not any(NUMBER.encode() in bytes(row.body) for row in FetchedResponse.objects.all())


def test_an_empty_answer_takes_nothing_away(service, company):
    assert night(service, says(page()), UNKNOWN) == {"unknown": 1}
    company.refresh_from_db()
    assert company.status == "active"
    assert not RegisterProposal.objects.exists()


@pytest.mark.parametrize("silence", SILENCES)
def test_e8_a_silent_night_changes_nothing_and_three_of_them_reach_the_desk(service, company, silence):
    for _ in range(3):
        assert night(service, SILENCES[silence]) == {"silent": 1}
    company.refresh_from_db()
    assert company.employees == 40
    assert len(desk(factories.viewer("secretary"))) == 1
    night(service, says(page(unit())))
    assert desk(factories.viewer("secretary")) == []


def desk(user):
    return [item for give in house.desk for item in give(user) if item.kind == "register"]


def test_a_change_that_is_taken_back_is_no_longer_proposed(service, company):
    night(service, says(page(unit(konkurs=True))))
    night(service, says(page(unit())))
    assert not RegisterProposal.objects.exists()


def test_demo_companies_are_never_asked_for(service, company):
    Organisation.objects.update(is_demo=True)
    assert night(service, says(page(unit()))) == {}
    assert service.requests == []


def test_accepting_writes_the_change_and_its_history(company):
    proposal = proposal_of(company, navn="NYSTOFF AS", konkurs=True)
    assert actions.accept_proposal(proposal, by=factories.viewer("secretary"))
    company.refresh_from_db()
    assert (company.name, company.earlier_names, company.status) == ("NYSTOFF AS", "RÅSTOFF AS", "bankrupt")
    assert Activity.objects.about(company).filter(verb="proposal.accepted").count() == 1


def test_a_name_of_the_companys_own_choice_stays(company):
    Organisation.objects.filter(pk=company.pk).update(name="Råstoff")
    proposal = proposal_of(Organisation.objects.get(pk=company.pk), navn="NYSTOFF AS")
    actions.accept_proposal(proposal, by=factories.viewer("secretary"))
    company.refresh_from_db()
    assert (company.name, company.register_name) == ("Råstoff", "NYSTOFF AS")


def test_what_was_dismissed_is_not_brought_up_again(service, company):
    proposal = proposal_of(company, navn="NYSTOFF AS")
    assert actions.dismiss_proposal(proposal, by=factories.viewer("secretary"))
    assert night(service, says(page(unit(navn="NYSTOFF AS")))) == {"unchanged": 1}
    assert Activity.objects.filter(verb="proposal.dismissed").count() == 1


def test_a_second_click_does_nothing(company):
    proposal, secretary = proposal_of(company, konkurs=True), factories.viewer("secretary")
    assert actions.accept_proposal(proposal, by=secretary)
    assert not actions.accept_proposal(proposal, by=secretary)
    assert not actions.dismiss_proposal(proposal, by=secretary)
    assert Activity.objects.filter(verb__startswith="proposal.").count() == 1


@pytest.mark.parametrize("who", ["outsider", "member", "main_contact", "network_leader", "board"])
def test_nobody_but_the_secretariat_decides(company, client_for, who):
    proposal, client = proposal_of(company, konkurs=True), client_for(who)
    for decide in (actions.accept_proposal, actions.dismiss_proposal):
        with pytest.raises(PermissionDenied):
            decide(proposal, by=client.user)
    assert client.get(reverse("directory:proposals")).status_code == 404
    assert client.post(reverse("directory:accept_proposal", args=[proposal.pk])).status_code == 404
    assert desk(client.user) == []


def test_the_secretariat_decides_on_the_page(company, client_for):
    proposal, client = proposal_of(company, konkurs=True), client_for("secretary")
    assert "RÅSTOFF AS" in client.get(reverse("directory:proposals")).content.decode()
    assert client.post(desk(client.user)[0].url).status_code == 302
    assert client.post(reverse("directory:dismiss_proposal", args=[proposal.pk])).status_code == 302
    company.refresh_from_db()
    assert company.status == "bankrupt"


def test_the_page_asks_the_database_as_often_for_30_as_for_1(client_for, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, counts = client_for("secretary"), []
    client.get(reverse("directory:proposals"))
    for more in (1, 29):
        for _ in range(more):
            factories.OrganisationFactory().proposals.create(changes={"street": ["A", "B"]})
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("directory:proposals"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
