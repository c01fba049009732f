"""The ledger counted: by how promises stand, by office and by year; each count leads to those it counts."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from sterke.advocacy import reports_ledger
from sterke.advocacy.reports_ledger import Wanted
from tests import factories as make

pytestmark = pytest.mark.django_db


def counted(wanted=None, user=None):
    found = reports_ledger.counts(user or AnonymousUser(), wanted or Wanted())
    return {part: {each.label: each.number for each in getattr(found, part)} for part in ("states", "offices", "years")}


@pytest.fixture
def promises():
    minister = make.OfficeFactory(title="samferdselsminister", organisation__name="Departementet")
    mayor = make.OfficeFactory(title="ordfører", organisation__name="Kommunen")
    told = {"visibility": "public", "case": make.CaseFactory(visibility="public")}
    make.PromiseFactory(office=minister, said_on=date(2024, 12, 31), status="kept", **told)
    make.PromiseFactory(office=minister, said_on=date(2025, 1, 1), **told)
    make.PromiseFactory(office=mayor, said_on=date(2025, 5, 5), **told)
    return minister


def test_it_is_counted_by_office_and_by_year(promises):
    found = counted()
    assert found["offices"] == {"ordfører, Kommunen": 1, "samferdselsminister, Departementet": 2}
    assert found["years"] == {"2025": 2, "2024": 1}


def test_a_count_is_of_those_asked_for_in_all_other_respects(promises):
    found = counted(Wanted(office=promises.pk, year=2025))
    assert found["offices"] == {"ordfører, Kommunen": 1, "samferdselsminister, Departementet": 1}
    assert found["years"] == {"2025": 1, "2024": 1}
    assert {label: count for label, count in found["states"].items() if count} == {"står åpent": 1}


@pytest.mark.parametrize(
    "hidden",
    [
        {"visibility": "members"},
        {"visibility": "public", "embargo_until": timezone.localdate() + timedelta(days=1)},
        {"visibility": "public", "case__visibility": "board"},
    ],
)
def test_what_a_reader_may_not_see_is_not_counted_either(promises, secretary, hidden):
    before = counted()
    make.PromiseFactory(said_on=date(2019, 1, 1), **{"case__visibility": "public"} | hidden)
    assert counted() == before
    assert counted(user=secretary)["years"]["2019"] == 1


def test_each_count_leads_to_as_many_promises(client, promises):
    page = client.get("/lofter/")
    found = page.context["counts"]
    for each in (*found.states, *found.offices, *found.years):
        assert each.address.replace("&", "&amp;") in page.content.decode()
        assert len(client.get(f"/lofter/{each.address}").context["part"].object_list) == each.number, each.label


def test_a_chosen_count_lets_go_of_its_choice_and_keeps_the_others(client, promises):
    found = client.get(f"/lofter/?status=kept&office={promises.pk}&side=2").context["counts"]
    [chosen] = [each for each in found.offices if each.chosen]
    assert chosen.address == "?status=kept"
    assert found.years[0].address == f"?status=kept&office={promises.pk}&year=2024"


def test_a_promise_written_down_stands_on_the_page_of_its_case_at_once(client, promises):
    """What is kept of that page goes with the first write."""
    promise = make.PromiseFactory(visibility="public", case__visibility="public", paraphrase="Gang- og sykkelvei")
    address = promise.case.get_absolute_url()
    assert "Gang- og sykkelvei" in client.get(address).content.decode()
    promise.paraphrase = "Undergang"
    promise.save()
    assert "Undergang" in client.get(address).content.decode()
