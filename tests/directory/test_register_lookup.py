"""Looking up while typing, and what happens when the register is silent (trust.md E8, L1)."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from sterke.core.models import FetchedResponse
from sterke.directory import register
from tests.directory.register import GONE, NUMBER, SILENCES, UNKNOWN, page, says, unit
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def refused(number=NUMBER):
    with pytest.raises(ValidationError) as problem:
        register.look_up(number)
    return problem.value


def test_a_number_gives_the_facts_with_their_date(service, clock):
    facts = register.look_up("NO 923 609 016 MVA")
    assert (facts.name, facts.employees, facts.stale) == ("RÅSTOFF AS", 40, False)
    assert facts.fetched_at.isoformat() == "2026-11-23T11:00:00+00:00"


def test_the_same_number_within_the_hour_is_not_asked_again(service, clock):
    register.look_up(NUMBER)
    clock.shift(3500)
    assert not register.look_up(NUMBER).stale
    assert len(service.requests) == 1
    clock.shift(200)
    register.look_up(NUMBER)
    assert len(service.requests) == 2


def test_l1_a_bad_number_never_leaves_the_house(service):
    assert refused("923609017").code == "check_digit"
    assert service.requests == []


def test_l1_a_deleted_unit_is_refused_with_its_day(service):
    service.answers = [says(unit(slettedato="2020-05-17"))]
    assert refused().code == "deleted"


def test_l1_a_sub_unit_is_refused_and_its_main_unit_named(service):
    service.answers = [UNKNOWN, says(unit(organisasjonsform={"kode": "BEDR"}, overordnetEnhet="976030788"))]
    problem = refused()
    assert problem.code == "subunit"
    assert "976 030 788" in problem.messages[0]


def test_l1_an_unknown_number_is_refused(service):
    service.answers = [UNKNOWN]
    assert refused().code == "unknown"


def test_a_sole_proprietorship_is_refused_and_not_kept(service):
    service.answers = [says(unit(navn="KARI NAVNESEN", organisasjonsform={"kode": "ENK"}))]
    problem = refused()
    assert problem.code == "sole_proprietorship"
    assert "NAVNESEN" not in str(problem)
    assert not FetchedResponse.objects.exists()


def test_a_removed_unit_is_refused_and_our_answers_about_it_are_deleted(service, clock):
    register.look_up(NUMBER)
    clock.shift(7200)
    service.answers = [GONE]
    assert refused().code == "removed"
    assert not FetchedResponse.objects.filter(status=200).exists()


@pytest.mark.parametrize("silence", SILENCES)
def test_e8_a_silent_register_says_so_when_nothing_is_known(service, silence):
    service.answers = [SILENCES[silence]]
    problem = refused()
    assert isinstance(problem, register.RegisterSilent)


@pytest.mark.parametrize("silence", SILENCES)
def test_e8_a_silent_register_gives_the_last_good_facts_with_their_date(service, clock, silence):
    register.look_up(NUMBER)
    clock.shift(3 * 86400)
    service.answers = [SILENCES[silence]]
    facts = register.look_up(NUMBER)
    assert (facts.name, facts.stale, facts.fetched_at.day) == ("RÅSTOFF AS", True, 23)


def test_e8_a_register_that_is_down_gives_what_the_directory_holds(service, clock):
    service.names["data.brreg.no"] = []
    OrganisationFactory(org_number=NUMBER, name="Råstoff", register_name="RÅSTOFF AS", fetched_at="2026-11-01T00:00Z")
    facts = register.look_up(NUMBER)
    assert (facts.name, facts.stale) == ("RÅSTOFF AS", True)


def test_e8_after_a_silence_the_next_one_does_not_wait(service):
    service.answers = [SILENCES["busy"]]
    refused()
    refused()
    assert len(service.requests) == 1


def test_a_name_gives_units_and_never_a_person(service):
    service.answers = [says(page(unit(), unit("976030788", navn="OLA NAVNESEN", organisasjonsform={"kode": "ENK"})))]
    assert [facts.name for facts in register.search("råstoff")] == ["RÅSTOFF AS"]
    assert "ENK" not in service.requests[0].split("\r\n")[0]


def test_no_hits_is_an_empty_list(service):
    service.answers = [says(page())]
    assert register.search("finnes ikke") == []


def test_beyond_the_ten_thousandth_hit_nothing_is_asked(service):
    with pytest.raises(ValidationError) as problem:
        register.search("as", page=1000, size=10)
    assert problem.value.code == "window"
    assert service.requests == []


@pytest.mark.parametrize("viewer", ["anonymous", "outsider", "member", "board", "secretary"])
def test_anybody_may_look_up(service, client_for, viewer):
    answer = client_for(viewer).get(reverse("directory:register_lookup"), {"q": "923 609 016"})
    assert "RÅSTOFF AS" in answer.content.decode()


def test_the_htmx_part_has_no_title_and_shows_a_hidden_number_of_employees(service, client_for):
    service.answers = [says(unit(antallAnsatte=..., navn="<b>RÅSTOFF</b>"))]
    url = reverse("directory:register_lookup")
    part = client_for("anonymous").get(url, {"q": NUMBER}, headers={"HX-Request": "true"}).content.decode()
    assert "<title>" not in part
    assert "under 5" in part
    assert "<b>" not in part


def test_hits_link_to_the_number(service, client_for):
    service.answers = [says(page(unit()))]
    answer = client_for("anonymous").get(reverse("directory:register_lookup"), {"q": "råstoff"})
    assert f"?org_number={NUMBER}" in answer.content.decode()


@pytest.mark.parametrize("silence", SILENCES)
def test_e8_the_page_says_type_it_yourself(service, client_for, silence):
    service.answers = [SILENCES[silence]]
    answer = client_for("anonymous").get(reverse("directory:register_lookup"), {"q": NUMBER})
    assert answer.status_code == 200
    assert answer.context["silent"]


def test_one_caller_may_ask_thirty_times_a_minute(service, client_for, clock):
    client, url = client_for("anonymous"), reverse("directory:register_lookup")
    codes = [client.get(url, {"q": NUMBER}).status_code for _ in range(31)]
    assert codes == [200] * 30 + [429]
    assert len(service.requests) == 1
