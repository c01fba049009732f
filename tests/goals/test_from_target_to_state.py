"""The whole way: the secretariat sets a target and a goal, new figures arrive, the goal changes; an owner answers a mail."""

import io
import re
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from sterke.goals import tasks
from sterke.goals.models import Goal
from sterke.region.models import Indicator
from tests import editorial
from tests import factories as make
from tests.region.figures import table, written

pytestmark = pytest.mark.django_db
ASK = {"Region": {"codelist": "agg_KommSummer"}, "ContentsCode": ["Personer1"], "Tid": "from(2005)"}
GOAL = {
    "statement": "Tusen unge", "statement_en": "", "why": "", "why_en": "", "order": "1", "visibility": "public",
    "baseline": "700", "baseline_on": "2024-01-01", "target_is": "exact", "target": "1000", "due": "2030-01-01",
    "unit": "", "unit_en": "", "measure_every_days": "90",
}  # fmt: skip


@pytest.fixture
def secretary(client_for, clock):
    clock.move_to(datetime(2025, 6, 2, 10, tzinfo=UTC))
    editorial.home()
    return client_for("secretary")


@pytest.fixture
def young(secretary):
    place = make.MunicipalityFactory(name="Grue", slug="grue")
    make.MunicipalityCodeFactory(municipality=place, code="3417")
    make.region(place)
    query = {"ask": ASK, "pick": {"ContentsCode": ["Personer1"]}}
    return make.IndicatorFactory(slug="unge", name="Unge", channel="ssb", table="07459", query=query)


def an_answer_arrives(tmp_path, **by_year):
    years = [name[1:] for name in by_year]
    document = table({"Region": ["K-3417"], "ContentsCode": ["Personer1"], "Tid": years}, by_year.values())
    document["extension"] = {"px": {"tableid": "07459"}}
    file = tmp_path / f"{years[-1]}.json"
    file.write_bytes(written(document))
    call_command("fetch", "ssb", "--from", str(file), stdout=io.StringIO())


def a_sheet_is_read_in(client, indicator, text):
    client.force_login(client.user)  # months have gone
    file = SimpleUploadedFile("tall.csv", text.encode())
    seen = client.post(reverse("region:read_in"), {"indicator": indicator.pk, "file": file})
    client.post(seen.url)


def state(goal):
    return Client().get(goal.get_absolute_url()).context["progress"].state


def desk(client):
    client.force_login(client.user)
    return client.get("/skrivebord/").content.decode()


def test_a_target_of_the_office_is_told_and_drawn_on_the_page_of_the_figures(secretary, young, tmp_path):
    an_answer_arrives(tmp_path, _2024=700, _2025=760)
    facts = {
        "indicator": young.pk, "baseline": "700", "baseline_on": "2024-01-01", "value": "1000", "due": "2030-01-01",
        "set_by": "Styret", "set_on": "2025-06-02", "visibility": "public",
    }  # fmt: skip
    assert secretary.post(reverse("office_target:add"), facts).status_code == 302
    page = Client().get("/regionen/?tall=unge").content.decode().replace("\xa0", " ")
    for words in ("Mål: 1 000 personer innen 1. januar 2030", "Satt av Styret", "stroke-dasharray"):
        assert words in page


def test_a_goal_by_an_indicator_follows_the_figures_as_they_arrive_on_its_page_and_on_the_desk(
    secretary, young, tmp_path, clock
):
    an_answer_arrives(tmp_path, _2024=700, _2025=760)
    secretary.post(reverse("goals:start_goal"), GOAL | {"indicator": young.pk})
    goal = Goal.objects.get()
    assert (state(goal), "er kommet bakpå" in desk(secretary)) == ("on_track", False)

    clock.move_to(datetime(2026, 3, 2, 10, tzinfo=UTC))
    an_answer_arrives(tmp_path, _2025=760, _2026=765)
    assert (state(goal), "«Tusen unge» er kommet bakpå" in desk(secretary)) == ("behind", True)

    clock.move_to(datetime(2027, 3, 2, 10, tzinfo=UTC))
    a_sheet_is_read_in(secretary, young, "kommune;år;antall\nGrue;2027;1 003\n")
    assert (state(goal), "er kommet bakpå" in desk(secretary)) == ("reached", False)
    assert "1\xa0003 personer den 1. januar 2027" in Client().get(goal.get_absolute_url()).content.decode()


def test_an_answer_that_is_empty_changes_no_goal(secretary, young, tmp_path):
    an_answer_arrives(tmp_path, _2024=700, _2025=760)
    secretary.post(reverse("goals:start_goal"), GOAL | {"indicator": young.pk})
    goal = Goal.objects.get()
    with pytest.raises(Exception, match="could not be read"):
        an_answer_arrives(tmp_path, _2025=None, _2026=None)
    assert (state(goal), Indicator.objects.get().series.get().observations.count()) == ("on_track", 4)


def test_the_owner_of_a_goal_measured_by_hand_answers_the_mail_without_signing_in(secretary, clock, letters):
    owner = make.viewer("network_leader").person
    secretary.post(reverse("goals:start_goal"), GOAL | {"owner": owner.pk, "unit": "plasser"})
    goal = Goal.objects.get()
    assert state(goal) == "no_measurement"

    clock.move_to(datetime(2025, 12, 1, 8, tzinfo=UTC))
    tasks.ask_owners_to_measure.enqueue()
    address = re.search(r"https?://\S+(/maling/\S+/)", letters()[-1].text)[1]
    visitor = Client()
    assert 'name="value"' in visitor.get(address).content.decode()
    answer = visitor.post(address, {"value": "820", "day": "2025-11-28", "evidence": "Talt.", "evidence_url": ""})

    assert answer.status_code == 200
    assert (state(goal), "Hvordan går det med" in desk(secretary)) == ("on_track", False)
