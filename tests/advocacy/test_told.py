"""How cases and positions are told where their pages are shared: with the leading figure, which everyone may know."""

import pytest

from sterke.advocacy import told
from sterke.advocacy.models import PositionEndorsement
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return make.CaseFactory(visibility="public", title="Fire felt")


def figure_of(card):
    return card.figure, card.unit


def test_a_case_tells_its_first_indicators_newest_figure(case):
    row = make.IndicatorFactory(name="Utrykninger")
    make.figures(row, make.MunicipalityFactory(), _2024=38, _2025=41)
    case.indicators.add(row)
    card = told.case(case)
    assert figure_of(card) == ("41", "personer")
    assert card.line.startswith("Utrykninger, ")


def test_a_case_with_no_indicator_tells_how_long_its_journey_takes(case):
    case.journeys.add(make.JourneyFactory(minutes=75, asked_minutes=50, asked_source="Styret"))
    assert figure_of(told.case(case)) == ("75", "minutter, og vi ber om 50")


def test_a_figure_of_few_is_on_no_picture(case):
    row = make.IndicatorFactory(visibility="members")
    make.figures(row, make.MunicipalityFactory(), _2025=41)
    case.indicators.add(row)
    case.journeys.add(make.JourneyFactory(visibility="board"))
    assert figure_of(told.case(case)) == ("", "")


def test_a_position_tells_how_many_stand_behind_it(case):
    position = make.PositionFactory(case=case, adopted=True, visibility="public")
    for _ in range(3):
        company = make.OrganisationFactory(member=True, employees=100)
        PositionEndorsement.objects.create(
            position=position, organisation=company, stance="endorses", signed_by="Kari", signed_by_key="x"
        )
    card = told.position_card(case.slug, position.number)
    assert figure_of(card) == ("3", "bedrifter med 300 ansatte står bak dette")


def test_the_words_for_those_who_do_not_see_the_picture_say_the_figure_too(case, client):
    case.journeys.add(make.JourneyFactory(minutes=75))
    assert 'content="Fire felt – 75 minutter' in client.get(case.get_absolute_url()).content.decode()
