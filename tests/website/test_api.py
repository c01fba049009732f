"""The API as its users meet it: rows, filters, pages, errors, caches, other sites."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from tests import editorial
from tests import factories as make
from tests.asking import asking_as

pytestmark = pytest.mark.django_db
ORGANISATIONS = "/api/organisations"


def names(answer) -> list[str]:
    return [row["name"] for row in answer.json()["items"]]


def test_the_list_has_the_rows_of_the_member_directory_in_its_order(client):
    for name in ("Åsnes Støperi", "Zinkverket", "Ærlig Verk"):
        make.OrganisationFactory(member=True, name=name)
    make.OrganisationFactory(name="Ikke medlem", visibility="public")
    assert names(client.get(ORGANISATIONS)) == ["Zinkverket", "Ærlig Verk", "Åsnes Støperi"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=asnes", ["Verket"]),
        ("municipality=asnes", ["Verket"]),
        ("industry=metall", ["Verket"]),
        ("size=20-49", ["Verket"]),
        ("size=under-5", ["Lite"]),
        ("q=verket&size=250", []),
    ],
)
def test_the_filters_are_those_of_the_member_directory(client, query, found):
    place = make.MunicipalityFactory(name="Åsnes", slug="asnes")
    make.OrganisationFactory(member=True, name="Verket", municipality=place, industry_code="25.620", employees=40)
    make.OrganisationFactory(member=True, name="Lite", employees_hidden=True)
    assert names(client.get(f"{ORGANISATIONS}?{query}")) == found


def test_members_filter_by_network_and_others_are_told_that_it_is_for_members(client):
    seat = make.SeatFactory(network__slug="hr", organisation=make.OrganisationFactory(member=True, name="Verket"))
    make.OrganisationFactory(member=True)
    assert seat.network.slug == "hr"
    assert names(asking_as(make.viewer("member")).get(f"{ORGANISATIONS}?network=hr")) == ["Verket"]
    answer = client.get(f"{ORGANISATIONS}?network=hr")
    assert answer.status_code == 403
    assert "member's token" in answer.json()["detail"]


def test_a_number_the_register_hides_is_not_given(client):
    make.OrganisationFactory(member=True, employees_hidden=True)
    row = client.get(ORGANISATIONS).json()["items"][0]
    assert (row["employees"], row["under_5_employees"]) == (None, True)


def test_following_next_meets_each_row_once(client):
    for number in range(7):
        make.OrganisationFactory(member=True, name=f"Verk {number}")
    seen, way = [], f"{ORGANISATIONS}?limit=3&q=verk"
    while way:
        answer = client.get(way.removeprefix("http://localhost:8000"))
        seen += names(answer)
        way = answer.json()["next"]
    assert seen == [f"Verk {number}" for number in range(7)]
    assert answer.json()["total"] == 7
    assert answer.json()["previous"] == "http://localhost:8000/api/organisations?limit=3&q=verk&offset=3"


def test_an_article_comes_with_its_text_in_both_languages(client):
    editorial.article(slug="delen", title_en="The part", lead_en="In short.", body=[("text", "<p>Hylla.</p>")])
    row = client.get("/api/articles/delen").json()
    assert "<p>Hylla.</p>" in row["html"]
    assert row["title_en"] == "The part"
    assert row["url"] == "http://localhost:8000/aktuelt/delen/"
    assert client.get("/api/articles?topic=saker").json()["items"][0]["slug"] == "delen"
    assert client.get("/api/articles?topic=region").json()["total"] == 0


def test_what_has_not_changed_is_not_sent_again(client):
    editorial.article(slug="delen")
    first = client.get("/api/articles/delen")
    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert "Authorization" in first.headers["Vary"]
    for header in ({"If-None-Match": first.headers["ETag"]}, {"If-Modified-Since": first.headers["Last-Modified"]}):
        again = client.get("/api/articles/delen", headers=header)
        assert (again.status_code, again.content) == (304, b"")


def test_what_has_changed_is_sent(client):
    company = make.OrganisationFactory(member=True)
    tag = client.get(ORGANISATIONS).headers["ETag"]
    type(company).objects.filter(pk=company.pk).update(name="Nytt navn")
    assert client.get(ORGANISATIONS, headers={"If-None-Match": tag}).status_code == 200


def test_other_sites_may_read_what_is_public_and_nothing_with_a_token(client):
    assert client.get(ORGANISATIONS).headers["Access-Control-Allow-Origin"] == "*"
    for answer in (asking_as(make.viewer("member")).get(ORGANISATIONS), wrong_token().get(ORGANISATIONS)):
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store, private"
    before = client.options(ORGANISATIONS, headers={"Access-Control-Request-Headers": "authorization"})
    assert before.status_code == 204
    assert "Access-Control-Allow-Headers" not in before.headers
    assert "Access-Control-Allow-Credentials" not in before.headers


def wrong_token() -> Client:
    return Client(headers={"authorization": "Bearer 7s_feil"})


def test_the_session_opens_nothing_and_no_cookie_is_set(client_for):
    make.OrganisationFactory(member=True, slug="skjult", visibility="members")
    client = client_for("secretary")
    answer = client.get("/api/organisations/skjult")
    assert answer.status_code == 404
    assert not answer.cookies
    assert client.get("/api/me").status_code == 401
    assert client.get("/helse/").wsgi_request.user.is_authenticated, "the session itself is left alone"


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("get", "/api/finnes-ikke", 404),
        ("get", "/api/organisations/", 404),
        ("get", "/api/organisations/%00", 404),
        ("get", "/api/organisations/finnes-ikke", 404),
        ("get", "/api/me", 401),
        ("get", "/api/organisations?limit=101", 422),
        ("get", "/api/organisations?limit=0", 422),
        ("get", "/api/organisations?offset=-1", 422),
        ("get", f"/api/organisations?offset={10**30}", 422),
        ("get", "/api/organisations?kommune=asnes", 422),
        ("get", "/api/organisations?municipality=%00", 404),
        ("get", "/api/organisations?network=hr", 403),
        ("get", "/api/organisations?industry=%F0%9F%94%A9", 422),
        ("get", f"/api/organisations?q={'x' * 5000}", 422),
        ("post", "/api/organisations", 405),
        ("delete", "/api/openapi.json", 405),
        ("put", "/api/", 405),
    ],
)
def test_every_error_is_told_in_the_same_shape(client, method, address, status):
    answer = getattr(client, method)(address)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == status
    assert {"type", "title", "status", "detail", "errors"} == set(told)
    assert bool(told["errors"]) == (status == 422)
    assert ("Allow" in answer.headers) == (status == 405)
    assert ("WWW-Authenticate" in answer.headers) == (status == 401)


@pytest.mark.parametrize("query", ["q=%00", "q=%F0%9F%94%A9", "q=%22*NEAR(", "offset=100000", "q=&municipality="])
def test_odd_questions_have_plain_answers(client, query):
    make.OrganisationFactory(member=True)
    assert client.get(f"{ORGANISATIONS}?{query}").status_code == 200


def test_what_breaks_inside_is_told_as_a_problem_too(client, monkeypatch):
    monkeypatch.setattr("sterke.website.reports.all_networks", None)
    client.raise_request_exception = False
    answer = client.get("/api/networks")
    assert answer.status_code == 500
    assert answer.json()["title"] == "Internal Server Error"


def test_head_says_what_get_says(client):
    head, get = client.head(ORGANISATIONS), client.get(ORGANISATIONS)
    assert head.status_code == 200
    assert head.content == b""
    told = ("Content-Type", "Content-Length", "Cache-Control", "Access-Control-Allow-Origin")
    assert [head.headers[name] for name in told] == [get.headers[name] for name in told]


def test_the_page_that_explains_names_every_address_and_loads_nothing_from_outside(client):
    page = client.get(reverse("api_docs")).content.decode()
    described = json.loads(client.get(reverse("api:openapi")).content)
    assert [path for path in described["paths"] if path not in page] == []
    assert "Forsyn deg" in page
    assert "<script>" not in page


def test_too_many_questions_are_asked_to_wait(clock, monkeypatch):
    monkeypatch.setattr("sterke.accounts.api.BLOCKS", 1)
    eager, patient = (asking_as(make.viewer("member")) for _ in range(2))
    assert [eager.get("/api/me").status_code for _ in range(51)] == [200] * 50 + [429]
    assert eager.get("/api/me").headers["Retry-After"] == "60"
    assert patient.get("/api/me").status_code == 200


def test_whoever_guesses_at_tokens_is_asked_to_wait(clock, monkeypatch):
    monkeypatch.setattr("sterke.accounts.api.BLOCKS", 1)
    guesses = [wrong_token().get("/api/me", REMOTE_ADDR="192.0.2.7").status_code for _ in range(51)]
    assert guesses == [401] * 50 + [429]
    assert wrong_token().get("/api/me", REMOTE_ADDR="192.0.2.8").status_code == 401


def test_a_visitors_answer_is_kept_until_something_changes_and_no_token_gets_it(client, django_assert_num_queries):
    company = make.OrganisationFactory(member=True, name="Før")
    member = asking_as(make.viewer("member"))
    client.get(ORGANISATIONS)
    with django_assert_num_queries(1):  # the stamp
        assert "Før" in names(client.get(ORGANISATIONS))
    assert member.get(ORGANISATIONS).headers["Cache-Control"] == "no-store, private"
    type(company).objects.filter(pk=company.pk).update(name="Etter")
    assert "Etter" in names(client.get(ORGANISATIONS))
