"""A sheet of figures: looked at first, taken in when somebody says so, kept as it came."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sterke.core.models import FetchedResponse
from sterke.region.models import Observation
from tests import factories as make

pytestmark = pytest.mark.django_db
PAGE = "/regionen/les-inn/"


@pytest.fixture
def trade(db):
    for name, slug in (("Grue", "grue"), ("Åsnes", "asnes")):
        make.region(make.MunicipalityFactory(name=name, slug=slug))
    return make.IndicatorFactory(slug="laerlinger", name="Lærlinger", channel="sheet", visibility="secretariat")


def sent(client, indicator, text, name="tall.csv"):
    file = SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)
    return client.post(PAGE, {"indicator": indicator.pk, "file": file}, follow=True)


def test_nothing_is_taken_in_before_somebody_has_seen_it(client_for, trade):
    seen = sent(client_for("secretary"), trade, "kommune;år;antall\nGrue;2025;12\nÅsnes;2025;1 020,5\n")
    page = seen.content.decode()
    assert "Grue" in page
    assert "1\xa0021" in page or "1\xa0020" in page
    assert not Observation.objects.exists()


def test_the_figures_are_taken_in_with_the_file_they_are_from(client_for, trade):
    client = client_for("secretary")
    seen = sent(client, trade, "kommune;år;antall\nGrue;2025;12\nÅsnes;2025;8\n")
    client.post(seen.redirect_chain[-1][0])
    rows = Observation.objects.filter(series__indicator=trade, period="2025")
    assert {str(row.municipality): row.value for row in rows} == {"Grue": 12, "Åsnes": 8, "None": 20}
    assert {bytes(row.response.body).decode().splitlines()[0] for row in rows} == {"kommune;år;antall"}


def test_a_municipality_that_is_not_in_the_sheet_is_named(client_for, trade):
    assert (
        "Ingen tall for Åsnes"
        in sent(client_for("secretary"), trade, "kommune;år;antall\nGrue;2025;12\n").content.decode()
    )


@pytest.mark.parametrize(
    "text", ["", "kommune;antall\nGrue;12\n", "kommune;år;antall\nGrue;2025;mange\n", "kommune;år;antall\nOslo;2025;5\n",
             "kommune;år;antall\nGrue;2025;1\nGrue;2025;2\n", b"\x00\x01\x02", "<html></html>"],
)  # fmt: skip
def test_a_sheet_that_cannot_be_used_is_refused_beside_the_field(client_for, trade, text):
    answer = sent(client_for("secretary"), trade, text)
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert not FetchedResponse.objects.exists()


def test_a_sheet_that_no_longer_fits_leads_back_with_the_reason(client_for, trade):
    client = client_for("secretary")
    seen = sent(client, trade, "kommune;år;antall\nGrue;2025;12\n")
    make.Municipality.objects.filter(slug="grue").update(name="Et annet navn")
    answer = client.get(seen.redirect_chain[-1][0], follow=True)
    assert "Her er ikke noe tall" in answer.content.decode()


def test_a_sheet_that_lacks_a_column_for_what_is_picked_says_which(client_for, trade):
    trade.query = {"pick": {"Alder": {"from": 20, "to": 35}}}
    trade.save()
    page = sent(client_for("secretary"), trade, "kommune;år;antall\nGrue;2025;12\n").content.decode()
    assert "Arket har ingen kolonne for dette, som tallene plukkes etter: Alder." in page


def test_a_number_that_can_be_read_in_two_ways_says_how_to_write_it(client_for, trade):
    page = sent(client_for("secretary"), trade, "kommune;år;antall\nGrue;2025;1,234\nÅsnes;2025;7\n").content.decode()
    assert "Tusen, eller desimaler?" in page
