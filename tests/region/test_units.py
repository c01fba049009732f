"""A source that counts in another unit than before: never in the same line; and other bad input of figures."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from sterke.accounts.models import User
from sterke.region import intake
from sterke.region.actions import Figure, take, take_file
from sterke.region.models import Indicator, Municipality, Observation, Target
from tests import editorial
from tests import factories as make
from tests.region.figures import table, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    place = make.MunicipalityFactory(name="Grue", slug="grue")
    make.MunicipalityCodeFactory(municipality=place, code="3417")
    make.region(place)
    query = {"ask": {}, "pick": {"ContentsCode": ["Personer1"]}}
    return make.IndicatorFactory(slug="folk", unit="personer", channel="ssb", table="07459", query=query)


def answer(year, value, unit):
    document = table({"Region": ["K-3417"], "ContentsCode": ["Personer1"], "Tid": [year]}, [value])
    document["dimension"]["ContentsCode"]["category"]["unit"] = {"Personer1": {"base": unit, "decimals": 0}}
    return written(document)


def takes(indicator, *given):
    by = User.objects.clockwork()
    return take_file(answer(*given), "svar.json", by=by, only=Indicator.objects.get(pk=indicator.pk))


def test_a_unit_that_the_source_has_changed_is_refused_and_nothing_is_written(people):
    takes(people, "2025", 4500, "personer")
    with translation.override("nb"), pytest.raises(ValidationError) as problem:
        takes(people, "2026", 4, "1000 personer")
    assert problem.value.code == "unit"
    assert problem.value.messages[0].startswith("Kilden teller i 1000 personer nå, og i personer før.")
    assert not Observation.objects.filter(period="2026").exists()


def test_whoever_writes_the_new_unit_begins_a_new_series_and_the_old_one_stays(people):
    takes(people, "2025", 4500, "personer")
    Indicator.objects.update(unit="1000 personer")
    takes(people, "2026", 4, "1000 personer")
    old, new = people.series.order_by("begun_at", "pk")
    assert (old.source_unit, old.ended_at is None, new.source_unit) == ("personer", False, "1000 personer")
    assert old.observations.get(municipality__slug="grue").value == 4500


def test_a_unit_spelled_with_another_capital_or_not_said_is_the_same(people):
    for year, unit in (("2024", ""), ("2025", "personer"), ("2026", "Personer"), ("2027", "")):
        takes(people, year, 4500, unit)
    assert people.series.count() == 1


def test_figures_that_somebody_gives_without_a_unit_go_on_as_before(people):
    place = Municipality.objects.get()
    takes(people, "2025", 4500, "personer")
    take(people, [Figure(place.pk, "2026", date(2026, 1, 1), Decimal(4463))], by=User.objects.clockwork())
    assert people.series.count() == 1


@pytest.mark.parametrize("days", [0, -1])
def test_a_target_due_before_its_baseline_is_refused_in_the_office(client_for, people, days):
    editorial.home()
    on = date(2026, 1, 1)
    facts = {
        "indicator": people.pk, "baseline": "10", "baseline_on": on, "value": "20", "due": on + timedelta(days=days),
        "set_by": "Styret", "set_on": on, "visibility": "public",
    }  # fmt: skip
    answer = client_for("secretary").post(reverse("office_target:add"), facts)
    assert answer.context["form"].errors["due"]
    assert not Target.objects.exists()


def test_a_target_that_is_where_it_stood_is_refused(people):
    day = date(2026, 1, 1)
    target = Target(indicator=people, baseline=10, baseline_on=day, value=10, due=date(2030, 1, 1), set_by="Styret")
    with pytest.raises(ValidationError):
        target.clean()


def test_a_file_that_is_too_large_is_refused_beside_its_field_and_not_kept(client_for, people, monkeypatch):
    monkeypatch.setattr(intake, "MOST_BYTES", 10)
    file = SimpleUploadedFile("stor.csv", b"kommune;aar;antall\n")
    answer = client_for("secretary").post(reverse("region:read_in"), {"indicator": people.pk, "file": file})
    assert (answer.status_code, bool(answer.context["form"].errors["file"])) == (422, True)


def test_an_indicator_that_a_target_rests_on_is_not_deleted(client_for, people):
    editorial.home()
    day = date(2026, 1, 1)
    Target.objects.create(
        indicator=people, baseline=10, baseline_on=day, value=20, due=date(2030, 1, 1), set_by="Styret"
    )
    client_for("secretary").post(reverse("office_indicator:delete", args=[people.pk]))
    assert Indicator.objects.filter(pk=people.pk).exists()
