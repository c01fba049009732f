"""A claim: the system fills the figure in, says when it has moved or gone stale, and takes the new one."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sterke.advocacy import actions, reports_positions
from sterke.advocacy.claims import FRESH, MOVED, STALE, state_of
from sterke.advocacy.models import Claim
from tests import factories as make
from tests.factories.advocacy import in_days
from tests.website.counting import queries

TODAY = date(2026, 6, 1)
figures = st.decimals(Decimal("-1e9"), Decimal("1e9"), places=3)
days = st.dates(date(2000, 1, 1), TODAY)
tolerances = st.decimals(0, 100, places=1)
limits = st.integers(30, 4000)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)  # the first one wakes it all up
@given(figures, days, tolerances, limits)
def test_the_same_figure_never_moves(value, day, tolerance, limit):
    assert state_of(value, day, value, day, tolerance, limit, TODAY) != MOVED


@given(figures, days, figures, days, tolerances, limits)
def test_a_figure_of_an_earlier_day_is_as_none_at_all(value, day, other, earlier, tolerance, limit):
    day, earlier = max(day, earlier), min(day, earlier)
    if day == earlier:
        return
    found = state_of(value, day, other, earlier, tolerance, limit, TODAY)
    assert found == state_of(value, day, None, None, tolerance, limit, TODAY)
    assert found == (STALE if (TODAY - day).days > limit else FRESH)


@given(figures, figures, days, tolerances, limits)
def test_it_moves_exactly_beyond_the_tolerance(value, other, day, tolerance, limit):
    moved = state_of(value, day, other, TODAY, tolerance, limit, TODAY) == MOVED
    assert moved == (abs(other - value) > abs(value) * tolerance / 100)


@given(figures, days, figures, tolerances, limits, st.integers(0, 10))
def test_a_larger_tolerance_never_moves_more(value, day, other, tolerance, limit, more):
    if state_of(value, day, other, TODAY, tolerance, limit, TODAY) != MOVED:
        assert state_of(value, day, other, TODAY, tolerance + more, limit, TODAY) != MOVED


@pytest.mark.parametrize(("age", "found"), [(550, FRESH), (551, STALE)])
def test_old_is_the_day_after_the_last(age, found):
    value, day = Decimal(10), TODAY - timedelta(days=age)
    assert state_of(value, day, value, day, Decimal(2), 550, TODAY) == found
    assert state_of(value, day, value, TODAY, Decimal(2), 550, TODAY) == FRESH


@pytest.fixture
def case(db):
    return make.CaseFactory(visibility="public", slug="veien")


@pytest.fixture
def counted(db):
    """100 in 2024, 101 in 2025, of a municipality that is the whole region."""
    row, place = make.IndicatorFactory(slug="biler", decimals=0), make.MunicipalityFactory()
    make.figures(row, place, _2024=100, _2025=101)
    row.place = place
    return row


def claimed(position, indicator, by, **facts):
    facts = {"sentence": "Hver dag kjører [tall] lastebiler her."} | facts
    return actions.put_claim(Claim(position=position, indicator=indicator, **facts), by=by)


@pytest.fixture
def held(case, counted, secretary):
    """A claim of the position in force, with the figure of 2025."""
    position = make.PositionFactory(case=case, number=1)
    claim = claimed(position, counted, secretary)
    facts = {"body": make.BodyFactory(), "day": timezone.localdate(), "review_on": in_days(300)}
    actions.adopt(position, **facts, by=secretary)
    return claim


def test_the_newest_figure_is_filled_in_with_its_day(case, counted, secretary):
    draft = make.PositionFactory(case=case, number=1)
    region = claimed(draft, counted, secretary)
    assert (region.value, region.value_on) == (101, date(2025, 1, 1))
    make.figures(counted, make.MunicipalityFactory(), _2025=3000)
    assert claimed(draft, counted, secretary, municipality=counted.place).value == 101
    assert claimed(draft, counted, secretary).value == 3101


@pytest.mark.parametrize("sentence", ["Uten tall.", "[tall] og [tall]", "", "x" * 400 + "[tall]"])
def test_a_sentence_holds_one_figure(case, counted, secretary, sentence):
    draft = make.PositionFactory(case=case, number=1)
    with pytest.raises(ValidationError) as refused:
        claimed(draft, counted, secretary, sentence=sentence)
    assert "sentence" in refused.value.message_dict
    assert not draft.claims.exists()


def test_where_there_is_no_figure_one_is_told_beside_the_field(case, client_for):
    make.PositionFactory(case=case, number=1)
    facts = {"sentence": "Her er [tall].", "indicator": make.IndicatorFactory().pk, "tolerance": 2, "stale_days": 550}
    answer = client_for("secretary").post("/saker/veien/standpunkt/1/tall/ny/", facts)
    assert answer.status_code == 422
    assert "Her er [tall]." in answer.content.decode()
    assert not Claim.objects.exists()


def test_what_is_adopted_keeps_its_sentences(held, secretary, client_for):
    with pytest.raises(ValidationError):
        actions.put_claim(held, by=secretary)
    with pytest.raises(ValidationError):
        actions.strike_claim(held, by=secretary)
    with pytest.raises(PermissionDenied):
        actions.take_new_figure(held, by=client_for("board").user)


def test_the_page_says_the_figure_and_who_counted_it_and_escapes_the_rest(case, counted, secretary, client):
    draft = make.PositionFactory(case=case, number=1)
    claimed(draft, counted, secretary, sentence="<i>Hver</i> dag [tall] biler.")
    actions.adopt(draft, body=make.BodyFactory(), day=timezone.localdate(), review_on=in_days(9), by=secretary)
    page = client.get("/saker/veien/standpunkt/1/").content.decode()
    assert "&lt;i&gt;Hver&lt;/i&gt; dag <strong>101</strong> biler." in page
    assert "Tall biler, 2025. Kilde: Statistisk sentralbyrå (tabell 07459), CC BY 4.0" in page


def test_within_the_tolerance_the_desk_is_still(held, counted, client_for):
    make.figures(counted, counted.place, _2026=103)
    assert "lastebiler" not in client_for("secretary").get("/skrivebord/").content.decode()


def test_a_figure_that_has_moved_stands_on_the_desk_of_those_who_lead(held, counted, client_for):
    make.figures(counted, counted.place, _2026=104)
    owner = client_for("board")
    held.position.case.owner = owner.user.person
    held.position.case.save()
    button = f"/saker/veien/standpunkt/1/tall/{held.pk}/nytt/"
    for client in (owner, client_for("secretary")):
        assert button in client.get("/skrivebord/").content.decode()
    assert "lastebiler" not in client_for("board").get("/skrivebord/").content.decode()


def test_one_button_begins_a_version_with_all_claims_and_the_new_figure(held, counted, secretary, client_for):
    other = claim_beside(held)
    make.figures(counted, counted.place, _2026=130)
    client = client_for("secretary")
    answer = client.post(f"/saker/veien/standpunkt/1/tall/{held.pk}/nytt/")
    assert answer.url == "/saker/veien/standpunkt/2/"
    draft = held.position.case.positions.get(number=2)
    assert (draft.status, draft.title, draft.text) == ("draft", held.position.title, held.position.text)
    assert dict(draft.claims.values_list("sentence", "value")) == {held.sentence: 130, other.sentence: 101}
    held.refresh_from_db()
    assert held.value == 101
    assert "lastebiler" not in client.get("/skrivebord/").content.decode()
    make.figures(counted, counted.place, _2026=150)
    assert "lastebiler" in client.get("/skrivebord/").content.decode()
    client.post(f"/saker/veien/standpunkt/1/tall/{held.pk}/nytt/")
    assert held.position.case.positions.count() == 2
    assert draft.claims.get(sentence=held.sentence).value == 150


def claim_beside(held):
    facts = {"value": held.value, "value_on": held.value_on, "tolerance": 100}
    return Claim.objects.create(position=held.position, sentence="Og [tall].", indicator=held.indicator, **facts)


def test_what_is_under_way_gets_the_figure_in_place(case, counted, secretary):
    draft = make.PositionFactory(case=case, number=1)
    claim = claimed(draft, counted, secretary)
    with pytest.raises(ValidationError):
        actions.take_new_figure(claim, by=secretary)
    make.figures(counted, counted.place, _2026=130)
    assert actions.take_new_figure(claim, by=secretary) == draft
    assert (draft.claims.get().value, case.positions.count()) == (130, 1)


def test_what_is_replaced_is_left_alone(held, counted, secretary):
    make.figures(counted, counted.place, _2026=130)
    position = held.position
    position.status = "replaced"
    position.save()
    with pytest.raises(ValidationError):
        actions.take_new_figure(held, by=secretary)


def test_thirty_claims_ask_as_often_as_one(held, counted, client_for):
    make.figures(counted, counted.place, _2026=150)
    client = client_for("secretary")
    pages = ("/skrivebord/", "/saker/veien/standpunkt/1/")
    few = [len(queries(client, page)) for page in pages]
    for n in range(30):
        place = make.MunicipalityFactory()
        indicator = make.IndicatorFactory()
        make.figures(indicator, place, _2026=n + 5)
        facts = {"value": 1, "value_on": date(2024, 1, 1), "municipality": place if n % 2 else None}
        Claim.objects.create(position=held.position, sentence=f"Sats {n} [tall]", indicator=indicator, **facts)
    assert [len(queries(client, page)) for page in pages] == few
    assert len(reports_positions.flagged_claims(timezone.localdate())) == 31
