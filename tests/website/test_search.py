"""The page of results: who finds what, how it is shown, and what bad input gets."""

import re

import pytest
from django.urls import reverse

from sterke.core.models import SearchEntry, SearchWord
from sterke.directory.models import Organisation
from tests import editorial
from tests import factories as make
from tests.website.counting import queries

SOK = "/sok/"


@pytest.fixture
def visitor(client_for):
    return client_for("anonymous")


def found(client, typed, **more) -> str:
    answer = client.get(SOK, {"q": typed, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def titles(html: str) -> list[str]:
    """The hits on a page, in order, without their marks."""
    hits = re.findall(r'<li class="hit">\s*<a href=[^>]*>(.*?)</a>', html.partition("</main>")[0], re.S)
    return [re.sub(r"<[^>]*>", "", hit) for hit in hits]


def test_what_was_found_is_marked_in_title_and_text(visitor):
    make.OrganisationFactory(name="Åsnes Mekaniske", public=True, about="Vi dreier aksler for sagbruk i hele Norden.")
    assert "<mark>Åsnes</mark>" in found(visitor, "aasnes")
    assert "dreier <mark>aksler</mark> for" in found(visitor, "aksel aksler")


def test_results_stand_in_groups_with_a_way_to_all_of_a_kind(visitor):
    for n in range(24):
        make.OrganisationFactory(name=f"Verk {n:02}", public=True)
    editorial.article(title="Verk åpner i Grue")
    html = found(visitor, "verk")
    assert len(titles(html)) == 5 + 1
    assert 'href="?q=verk&amp;i=bedrifter">Se alle 24' in html
    assert "Verk åpner i Grue" not in titles(found(visitor, "verk", i="bedrifter"))
    assert titles(found(visitor, "verk", i="bedrifter", side="2")) == ["Verk 20", "Verk 21", "Verk 22", "Verk 23"]


def test_a_person_stands_with_the_place_of_work_and_leads_there(visitor):
    role = make.RoleFactory(person__name="Åse Kvernrud", title="Daglig leder", visibility="public",
                            organisation=make.OrganisationFactory(name="Åsnes Mekaniske", public=True))  # fmt: skip
    html = found(visitor, "kvernrud")
    assert "Daglig leder, Åsnes Mekaniske" in html
    assert f'href="{role.organisation.get_absolute_url()}#people"' in html


def test_nobody_finds_a_person_by_a_place_of_work_that_is_hidden_from_them(client_for):
    role = make.RoleFactory(person__name="Åse Kvernrud", visibility="public",
                            organisation=make.OrganisationFactory(name="Åpent Verk", public=True))  # fmt: skip
    make.RoleFactory(person=role.person, organisation=make.OrganisationFactory(name="Skjult Støperi", public=True))
    member = client_for("member")
    assert titles(found(member, "støperi")) == ["Skjult Støperi"]
    assert "Skjult Støperi" not in found(member, "kvernrud")


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("anonymous", {"public"}),
        ("outsider", {"public"}),
        ("member", {"public", "members"}),
        ("board", {"public", "members", "board"}),
        ("secretary", {"public", "members", "board", "secretariat"}),
    ],
)
def test_search_and_its_counts_hold_only_what_the_viewer_may_see(client_for, who, seen):
    for audience in ("public", "members", "board", "secretariat"):
        make.OrganisationFactory(name=f"Romskip {audience}", visibility=audience)
    client = client_for(who)
    answer = client.get(SOK, {"q": "romskip"})
    assert {title.removeprefix("Romskip ") for title in titles(answer.content.decode())} == seen
    assert answer.context["total"] == len(seen)
    suggested = client.get(reverse("website:suggest"), {"q": "roms"}).content.decode()
    assert {audience for audience in ("public", "members", "board", "secretariat") if audience in suggested} == seen


def test_no_word_of_a_hidden_thing_is_ever_suggested(client_for):
    make.OrganisationFactory(name="Hemmeligverket")
    html = found(client_for("member"), "hemmeligverkt")
    assert "Hemmeligverket" not in html
    assert "Mente du" not in html
    assert "Hemmeligverket" in found(client_for("secretary"), "hemmeligverkt")


def test_a_slip_of_the_finger_is_told_with_the_word_as_it_is_written(visitor):
    make.OrganisationFactory(name="Gråbein Møbler", public=True)
    html = found(visitor, "graabien")
    assert re.search(r'Mente du\s+<a class="ds-link" href="\?q=gr%C3%A5bein">gråbein</a>', html)


def test_nothing_found_gives_ways_on(visitor):
    html = found(visitor, "romfartsmuseum")
    assert "Vi har lett overalt" in html
    assert f'href="{reverse("website:organisations")}"' in html


BAD = ['"', "*", "NEAR(", "a" * 5000, "ord " * 1250, "👩‍🔧🚂", "\x00", "\x00mek\x00anisk", "og i på", "' OR 1=1; --", "%", "_", "\\",
       "<script>alert(1)</script>", "<b>fet", "مصنع الصلب", "\u202emekanisk", "{{ 7*7 }}", "AND OR NOT", "-mekanisk", "title:x",
       "\ud83d", "１２３", "²", "ﬁ", "İ", "ß", "a\u0301" * 90, "9" * 200, "- - -", "\r\n\t", "http://example.no/?q=1&x=2"]  # fmt: skip


@pytest.mark.parametrize("typed", BAD)
def test_bad_input_gets_a_calm_answer(visitor, typed):
    make.OrganisationFactory(name="<b>Mekanisk</b> & Sønner", public=True)
    for address in (SOK, reverse("website:suggest")):
        answer = visitor.get(address, {"q": typed.encode("utf-8", "surrogatepass")})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()
        assert "<b>" not in answer.content.decode()


def test_a_name_with_markup_or_in_another_script_is_found_and_shown_as_text(visitor):
    make.OrganisationFactory(name="<i>Kran</i> AS", public=True)
    make.OrganisationFactory(name="مصنع الصلب", public=True)
    assert "&lt;i&gt;<mark>Kran</mark>&lt;/i&gt; AS" in found(visitor, "kran")
    assert titles(found(visitor, "مصنع")) == ["مصنع الصلب"]


def test_the_results_are_not_for_search_engines(visitor):
    assert '<meta name="robots" content="noindex">' in found(visitor, "verk")


def test_what_changes_is_found_as_it_is_now_however_it_was_written(visitor):
    row = make.OrganisationFactory(name="Gammelt Navn", public=True)
    assert titles(found(visitor, "gammelt")) == ["Gammelt Navn"]
    Organisation.objects.filter(pk=row.pk).update(name="Nytt Navn")
    assert titles(found(visitor, "gammelt")) == []
    assert titles(found(visitor, "nytt navn")) == ["Nytt Navn"]
    row.delete()
    assert titles(found(visitor, "nytt navn")) == []
    assert not SearchEntry.objects.filter(kind="bedrifter").exists()


def test_a_name_that_is_gone_leaves_the_vocabulary(visitor):
    role = make.RoleFactory(person__name="Unikum Navnesen", visibility="public", organisation__visibility="public")
    found(visitor, "unikum")
    assert SearchWord.objects.filter(word="unikum").exists()
    role.person.delete()
    found(visitor, "unikum")
    assert not SearchWord.objects.filter(word="unikum").exists()


def test_search_asks_as_often_for_thirty_hits_as_for_one(visitor):
    make.OrganisationFactory(name="Verk 0", public=True)
    few = len(queries(visitor, f"{SOK}?q=verk&i=bedrifter"))
    for n in range(1, 31):
        make.OrganisationFactory(name=f"Verk {n}", public=True)
    assert len(queries(visitor, f"{SOK}?q=verk&i=bedrifter")) == few


def test_suggestions_begin_with_what_was_typed_so_far(visitor):
    make.OrganisationFactory(name="Gråbein Møbler", slug="grabein", public=True)
    html = visitor.get(reverse("website:suggest"), {"q": "gråbein mø"}).content.decode()
    assert 'role="option" tabindex="-1" href="/medlemmer/grabein/"' in html
    assert "<title>" not in html
    assert "role" not in visitor.get(reverse("website:suggest"), {"q": "g"}).content.decode()


def test_the_field_stands_on_every_page_and_works_without_a_script(visitor):
    html = visitor.get(reverse("website:networks")).content.decode()
    assert re.search(r'<form class="search" role="search" method="get" action="/sok/"', html)
    assert re.search(r'<a class="find" href="/sok/">', html)
