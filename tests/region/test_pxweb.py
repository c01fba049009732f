"""Asking Statistics Norway: how much, how often, when, and what its refusals mean."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import stamina

from sterke.core.models import FetchedResponse
from sterke.region.figures import pxweb
from sterke.region.figures.cube import BadFigures
from sterke.region.figures.pxweb import Closed, NoAnswer
from tests.core.service import Service, reply
from tests.region.figures import stored, table, written

ASK = {"Region": {"codelist": "agg_KommSummer"}, "Tid": "from(2025)"}
NUMBERS = ["3401", "3414"]
TOO_MANY = reply("403 Forbidden", b'{"type": "Parameter error", "title": "Too many cells selected", "status": 403}')


def says(document) -> bytes:
    return reply(body=written(document))


def answer(regions=("K-3401", "K-3414"), years=("2025", "2026"), values=None):
    size = len(regions) * len(years)
    return table({"Region": list(regions), "Tid": list(years)}, range(size) if values is None else values)


@pytest.fixture
def service(db, clock, monkeypatch):
    """The fake service; sleeping moves the clock, and ``service.slept`` tells how long."""
    service = Service(says(answer()))
    service.slept = []

    def sleep(seconds):
        service.slept.append(seconds)
        clock.shift(seconds)

    monkeypatch.setattr(pxweb.time, "sleep", sleep)
    monkeypatch.setattr(pxweb.fetch, "WIRE", service.wire())
    with stamina.set_testing(True, attempts=3, cap=True):
        yield service
    service.close()


def no_answer(act, *args, **options) -> NoAnswer:
    with pytest.raises(NoAnswer) as problem:
        act(*args, **options)
    assert " ".join(problem.value.messages)
    return problem.value


def test_a_short_question_stands_in_the_address(service):
    rows = pxweb.data("07459", ASK, numbers=NUMBERS)

    assert service.requests[0].startswith(
        "GET /api/pxwebapi/v2/tables/07459/data?lang=no&codelist%5BRegion%5D=agg_KommSummer"
        "&valueCodes%5BRegion%5D=K-3401%2CK-3414&valueCodes%5BTid%5D=from%282025%29 HTTP/1.1"
    )
    assert len(rows) == len(service.requests) == 1
    assert pxweb.cube_of(rows).at(Region="K-3414", Tid="2026") == 3


def test_a_long_question_is_sent_beside_the_address_and_no_address_is_too_long(service):
    codes = [f"K-{number}" for number in range(1000, 1400)]
    row = pxweb.data("07459", {"Region": codes, "Tid": ["2026"]})[0]

    assert service.requests[0].startswith("POST /api/pxwebapi/v2/tables/07459/data?lang=no ")
    assert json.loads(service.requests[0].partition("\r\n\r\n")[2])["selection"][0]["valueCodes"] == codes
    assert "#" in row.url


def test_a_question_with_too_many_cells_is_asked_in_parts_and_read_as_one(service):
    shape = table({"Region": ["K-3401", "K-3414"], "Tid": ["2024", "2025", "2026"]}, [])
    first, second = answer(years=["2024", "2025"], values=[1, 2, 3, 4]), answer(years=["2026"], values=[5, 6])
    service.answers = [TOO_MANY, says(shape), says({"maxDataCells": 5}), says(first), says(second)]

    cube = pxweb.cube_of(pxweb.data("07459", ASK | {"Tid": "from(2024)"}, numbers=NUMBERS))

    assert cube.values == (1, 2, 5, 3, 4, 6)
    assert cube.dimension("Tid").codes == ("2024", "2025", "2026")
    assert "metadata?lang=no&codelist%5BRegion%5D=agg_KommSummer" in service.requests[1]
    assert "valueCodes%5BTid%5D=2026" in service.requests[4]


def test_what_is_known_of_the_table_spares_the_question_that_is_too_large(service):
    service.answers = [says(table({"Region": ["K-3401", "K-3414"], "Tid": ["2025", "2026"]}, []))]
    pxweb.metadata("07459", {"Region": "agg_KommSummer"})
    service.answers = [b"", says({"maxDataCells": 2}), says(answer(years=["2025"])), says(answer(years=["2026"]))]
    pxweb.read(pxweb.CONFIG, pxweb.jsonstat.read_document, None)

    assert len(pxweb.data("07459", ASK, numbers=NUMBERS)) == 2
    assert len(service.requests) == 4


def test_the_table_is_described_once_a_day(service, clock):
    service.answers = [says(answer(values=[]))]
    pxweb.metadata("07459")
    assert pxweb.metadata("07459").dimension("Tid").codes == ("2025", "2026")
    assert len(service.requests) == 1
    clock.shift(24 * 3600)
    pxweb.metadata("07459")
    assert len(service.requests) == 2


def test_a_label_is_looked_up_in_the_table(service):
    shape = table({"Region": ["3401"], "ContentsCode": {"F4": "Fødselsoverskudd"}, "Tid": ["2026"]}, [])
    service.answers = [says(shape), says(answer())]
    pxweb.data("06913", {"Region": ["3401"], "ContentsCode": {"label": "fødselsoverskudd"}, "Tid": "*"})

    assert "valueCodes%5BContentsCode%5D=F4" in service.requests[1]


def test_a_code_list_tells_which_codes_are_summed(service):
    values = [{"code": "K-3401", "label": "Kongsvinger", "valueMap": ["3401", "0402"]}]
    service.answers = [says({"id": "agg_KommSummer", "label": "Kommuner", "values": values})]
    assert pxweb.codelist("agg_KommSummer").parts == {"K-3401": ("3401", "0402")}


def test_the_stored_search_and_list_of_tables_are_read():
    tables, pages = pxweb.read_tables(stored("pxwebapi_v2_scb/search.json"))
    assert (len(tables), pages, tables[0].id) == (10, 1, "TAB4552")
    assert tables[0].variables == ("typ av anslutning", "tabellinnehåll", "år")
    assert pxweb.read_tables(stored("pxwebapi_v2_scb/tables.json"))[1] == 213


def found(*rows):
    tables = [
        {"id": id, "label": id, "updated": updated, "variableNames": names, "discontinued": gone}
        for id, updated, names, gone in rows
    ]
    return says({"tables": tables, "page": {"totalPages": 1}})


def test_the_newest_table_that_fits_is_found(service):
    service.answers = [
        found(
            ("9", "2024-01-01", ["region", "alder", "år"], None),
            ("2", "2026-01-01", ["Region", "alder", "år"], False),
            ("3", "2026-06-01", ["region", "alder", "år"], True),
            ("4", "2026-06-01", ["region", "år"], None),
        )
    ]
    assert pxweb.find_table("flytting", ["region", "Alder"]).id == "2"


def test_no_table_that_fits_is_said_by_name(service):
    service.answers = [found(("4", "2026-06-01", ["region", "år"], None))]
    problem = no_answer(pxweb.find_table, "flytting", ["alder"])
    assert problem.code == "none"
    assert "flytting" in problem.messages[0] and "alder" in problem.messages[0]


@pytest.mark.parametrize(
    ("refusal", "code", "word"),
    [
        (reply("404 Not Found", b""), "withdrawn", "07459"),
        (reply("400 Bad Request", b'{"title": "Non-existent value", "status": 400}'), "refused", "Non-existent value"),
        (reply("400 Bad Request", b"<html>"), "refused", "400"),
        (reply("500 Internal Server Error", b""), "fault", ""),
        (reply("503 Unavailable", b""), "silent", "503"),
        (reply("429 Too Many Requests", b"", Retry_After="900"), "busy", ""),
        (reply(body=b"<html>", Content_Type="text/html"), "silent", "type"),
    ],
)
def test_each_refusal_has_its_own_words(service, refusal, code, word):
    service.answers = [refusal]
    problem = no_answer(pxweb.data, "07459", ASK, numbers=NUMBERS)
    assert problem.code == code
    assert word in problem.messages[0]


def test_a_fault_without_a_word_is_told_from_one_with_words(service):
    service.answers = [reply("500 Internal Server Error", b""), reply("500 Internal Server Error", b"stack")]
    texts = {no_answer(pxweb.data, "07459", ASK, numbers=NUMBERS).messages[0] for _ in range(2)}
    assert len(texts) == 2


def test_a_404_to_too_long_an_address_is_told_from_a_withdrawn_table():
    assert pxweb.refusal(404, b"", pxweb.BASE + "/tables/1?" + "x" * 2000).code == "too_long"
    assert pxweb.refusal(404, b"", pxweb.BASE + "/tables/1").code == "withdrawn"


def test_an_answer_that_is_html_inside_is_refused_when_it_is_read(service):
    service.answers = [reply(body=b"<!doctype html>")]
    with pytest.raises(BadFigures):
        pxweb.cube_of(pxweb.data("07459", ASK, numbers=NUMBERS))


@pytest.mark.parametrize("id", ["../config", "07459/data", "", "07459?x"])
def test_a_table_number_that_could_lead_elsewhere_is_refused(service, id):
    with pytest.raises(BadFigures):
        pxweb.data(id, ASK, numbers=NUMBERS)
    assert service.requests == []


def calls(count, ago):
    at = pxweb.timezone.now() - timedelta(seconds=ago)
    rows = [FetchedResponse(source="ssb", url=pxweb.BASE, status=200, body=b"", fetched_at=at) for _ in range(count)]
    FetchedResponse.objects.bulk_create(rows)


def test_the_31st_call_of_a_minute_waits_for_the_first_to_be_a_minute_old(service):
    calls(30, ago=20)
    pxweb.data("07459", ASK, numbers=NUMBERS)
    assert 40 <= sum(service.slept) < 41


@pytest.mark.parametrize(("count", "ago"), [(29, 20), (40, 61)])
def test_fewer_calls_or_older_ones_are_not_waited_for(service, count, ago):
    calls(count, ago)
    pxweb.data("07459", ASK, numbers=NUMBERS)
    assert service.slept == []


def test_when_the_service_says_that_none_are_left_the_next_call_waits_a_minute(service):
    service.answers = [reply(body=written(answer()), X_Ratelimit_Remaining="0"), says(answer())]
    pxweb.data("07459", ASK, numbers=NUMBERS)
    pxweb.data("07459", ASK, numbers=NUMBERS)
    assert 60 <= sum(service.slept) < 61


def test_a_long_wait_asked_for_is_not_sat_out_and_not_asked_against(service):
    service.answers = [reply("429 Too Many Requests", b"", Retry_After="900")]
    for _ in range(2):
        assert no_answer(pxweb.data, "07459", ASK, numbers=NUMBERS).code == "busy"
    assert len(service.requests) == 1


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-23T03:59:59", None),
        ("2026-11-23T04:00:00", "08:15"),
        ("2026-11-23T07:14:59", "08:15"),
        ("2026-11-23T07:15:00", None),
        ("2026-07-01T03:00:00", "08:15"),  # summer: two hours before UTC
        ("2026-07-01T06:15:00", None),
    ],
)
def test_while_figures_are_changed_nothing_is_asked(service, clock, moment, opens):
    clock.move_to(datetime.fromisoformat(moment).replace(tzinfo=UTC))
    if opens is None:
        assert pxweb.data("07459", ASK, numbers=NUMBERS)
        return
    with pytest.raises(Closed) as problem:
        pxweb.data("07459", ASK, numbers=NUMBERS)
    assert f"{problem.value.opens:%H:%M}" == opens
    assert opens in problem.value.messages[0]
    assert service.requests == []
