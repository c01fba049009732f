"""The radar: what parliament and ministries answer is read, found by a case's words, and put where somebody says."""

from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from sterke.advocacy import actions, parliament
from sterke.advocacy.listening import ear_of, heard
from sterke.advocacy.models import FollowUp, ParliamentItem, RadarHit
from sterke.core.models import Cluster
from sterke.directory.models import OfficeHolder
from tests import factories as make

STORED = Path(__file__).resolve().parents[3] / "shared" / "opendata" / "stortinget"
HEAD = '<?xml version="1.0" encoding="utf-8"?>'
SPACES = 'xmlns:i="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://data.stortinget.no"'


def matters(*rows: tuple[str, str]) -> bytes:
    inner = "".join(
        f"<sak><id>{number}</id><korttittel>{title}</korttittel><status>mottatt</status>"
        "<sist_oppdatert_dato>2026-05-02T00:00:00</sist_oppdatert_dato></sak>"
        for number, title in rows
    )
    return f"{HEAD}<saker_oversikt {SPACES}><saker_liste>{inner}</saker_liste></saker_oversikt>".encode()


HEARING = f"""{HEAD}<horinger_oversikt {SPACES}><horinger_liste><horing>
<anmodningsfrist_dato_tid>2026-06-01T12:00:00</anmodningsfrist_dato_tid><horing_sak_info_liste><horing_sak_info>
<sak_tittel>Ny vei</sak_tittel></horing_sak_info></horing_sak_info_liste><horing_status>Planlagt</horing_status>
<id>77</id><start_dato>2026-06-09T00:00:00</start_dato></horing></horinger_liste></horinger_oversikt>""".encode()
QUESTION = f"""{HEAD}<sporsmal_oversikt {SPACES}><sporsmal_liste><sporsmal><besvart_dato>0001-01-01T00:00:00</besvart_dato>
<sendt_dato>2026-03-03T00:00:00</sendt_dato><id>9</id><sporsmal_nummer>1464</sporsmal_nummer><status>til_behandling</status>
<tittel>Når kommer veien?</tittel></sporsmal></sporsmal_liste></sporsmal_oversikt>""".encode()
RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Høringer</title>
<item><title>Høring – ny plan for E16</title><link>https://www.regjeringen.no/no/dokumenter/x/id1/</link>
<guid>https://www.regjeringen.no/id1</guid><pubDate>Mon, 04 May 2026 10:00:00 GMT</pubDate></item>
<item><title>Uten lenke</title></item>
<item><title>Farlig</title><guid>x</guid><link>javascript:alert(1)</link></item></channel></rss>""".encode()


def test_a_matter_a_question_and_a_hearing_are_read_with_their_days():
    assert parliament.items(matters(("1", "Vei")))[0] == parliament.Item(
        "matter", "1", "Vei", date(2026, 5, 2), status="mottatt",
        url="https://www.stortinget.no/no/Saker-og-publikasjoner/Saker/Sak/?p=1",
    )  # fmt: skip
    question = parliament.items(QUESTION)[0]
    assert (question.kind, question.day, question.reference) == ("question", date(2026, 3, 3), "1464")
    hearing = parliament.items(HEARING)[0]
    assert (hearing.title, hearing.day, hearing.deadline) == ("Ny vei", date(2026, 6, 9), date(2026, 6, 1))


def test_consultations_are_read_and_lead_to_the_web_only():
    first, odd = parliament.consultations(RSS)
    assert (first.title, first.day, first.url) == (
        "Høring – ny plan for E16", date(2026, 5, 4), "https://www.regjeringen.no/no/dokumenter/x/id1/",
    )  # fmt: skip
    assert odd.url == ""


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b'{"saker_liste": [{"sist_oppdatert_dato": "/Date(1773756640116+0100)/"}]}', "json"),
        (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><saker_oversikt>&a;</saker_oversikt>', "entities"),
        (b'<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><saker_oversikt/>', "entities"),
        ("<?xml version='1.0' encoding='utf-8'?><saker_oversikt>å</saker_oversikt>".encode("latin-1"), "xml"),
        (b"<?xml version='1.0' encoding='klingon'?><saker_oversikt/>", "xml"),
        (b"<html><body>Ugyldig sesjonid</body></html>", "shape"),
        (b"", "xml"),
    ],
)
def test_an_answer_that_is_something_else_is_refused_with_the_reason(raw, reason):
    with pytest.raises(parliament.BadList) as refused:
        parliament.items(raw)
    assert refused.value.reason == reason


def test_an_answer_with_none_is_no_fault():
    assert parliament.items(matters()) == []


@given(st.binary(max_size=300))
def test_whatever_is_answered_is_read_or_refused(raw):
    for read in (parliament.items, parliament.representatives, parliament.consultations, parliament.sessions):
        with suppress(parliament.BadList):
            read(raw)


def test_words_are_found_as_people_write_them():
    ears = {1: ear_of(["Rv. 2", "Kongsvingerbanen", "E16", "fagarbeider"])}
    titles = {
        1: "Utbedring av rv 2 i Solør", 2: "Om Kongsvingerbanens framtid", 3: "Ny E 16", 4: "E160 er ikke en vei",
        5: "Rv 20 og rv 25", 6: "Mangel på fagarbeidere", 7: "Noe helt annet",
    }  # fmt: skip
    assert {item for item, _case, _word in heard(titles, ears)} == {1, 2, 3, 6}


@pytest.mark.django_db
class TestTaking:
    def test_only_what_holds_a_word_of_an_open_case_waits_for_an_answer(self):
        case = make.CaseFactory(watchwords="E16\nriksvei 2")
        make.CaseFactory(watchwords="E16", archived_on=date(2024, 1, 1))
        taken = actions.take_items(parliament.items(matters(("1", "E16 Kløfta"), ("2", "Fiskeri"))))
        assert (taken.new, taken.hits) == (2, 1)
        assert list(RadarHit.objects.values_list("case", "item__external_id", "word")) == [(case.pk, "1", "E16")]

    def test_the_same_list_again_changes_nothing_and_asks_nothing_again(self, secretary):
        make.CaseFactory(watchwords="E16")
        raw = matters(("1", "E16 Kløfta"))
        actions.take_items(parliament.items(raw))
        actions.dismiss_hit(RadarHit.objects.get(), by=secretary)
        again = actions.take_items(parliament.items(raw))
        assert (again.new, again.changed, again.hits) == (0, 0, 0)
        moved = actions.take_items(parliament.items(matters(("1", "E16 Kløfta, ny tittel"))))
        assert (moved.changed, moved.hits) == (1, 0)
        assert RadarHit.objects.get().state == "dismissed"

    def test_accepted_it_joins_the_story_for_all_who_see_the_case(self, client, secretary):
        case = make.CaseFactory(watchwords="E16", visibility="public", slug="e16")
        actions.take_items(parliament.items(matters(("1", "E16 Kløfta"))))
        assert "E16 Kløfta" not in client.get("/saker/e16/").content.decode()
        actions.accept_hit(RadarHit.objects.get(case=case), by=secretary)
        assert "E16 Kløfta" in client.get("/saker/e16/").content.decode()

    def test_a_deadline_ahead_becomes_a_follow_up_of_the_owner(self, secretary):
        soon = timezone.localdate() + timedelta(days=9)
        owner = make.viewer("board").person
        make.CaseFactory(watchwords="vei", owner=owner)
        actions.take_items(parliament.items(HEARING.replace(b"2026-06-01", str(soon).encode())))
        actions.accept_hit(RadarHit.objects.get(), by=secretary)
        assert list(FollowUp.objects.values_list("owner", "due")) == [(owner.pk, soon)]

    def test_two_who_answer_at_once_one_is_told(self, secretary):
        make.CaseFactory(watchwords="E16")
        actions.take_items(parliament.items(matters(("1", "E16"))))
        stale = RadarHit.objects.get()
        actions.accept_hit(RadarHit.objects.get(), by=secretary)
        with pytest.raises(ValidationError):
            actions.dismiss_hit(stale, by=secretary)
        assert RadarHit.objects.get().state == "accepted"

    def test_new_words_are_looked_for_in_all_that_was_taken_in(self, secretary):
        actions.take_items(parliament.items(matters(("1", "Godstrafikk på Solørbanen"))))
        actions.start_case(title="Toget", watchwords="Solørbanen", by=secretary)
        assert RadarHit.objects.get().item.external_id == "1"

    def test_the_desk_says_once_how_many_wait(self, client_for, secretary):
        make.CaseFactory(watchwords="vei")
        actions.take_items(parliament.items(matters(("1", "Vei en"), ("2", "Vei to"))))
        page = client_for(secretary).get("/skrivebord/").content.decode()
        assert page.count("/saker/radar/") == 1
        assert "Vei en" in client_for(secretary).get("/saker/radar/").content.decode()

    def test_the_members_of_our_district_hold_an_office_for_the_period(self):
        Cluster.objects.update_or_create(
            slug="test", defaults={"name": "Test", "texts": {"parliament.district": {"nb": "Akershus"}}}
        )
        raw = (STORED / "v1_0_representanter_oversikt.xml").read_bytes() if STORED.exists() else PEOPLE
        people = parliament.representatives(raw)
        facts = {"district": "Akershus", "parliament": "Stortinget", "title": "stortingsrepresentant"}
        assert (actions.take_representatives(people, **facts), actions.take_representatives(people, **facts)) == (1, 0)
        held = OfficeHolder.objects.get()
        assert (held.valid_from, held.valid_to) == (date(2009, 10, 1), date(2013, 9, 30))
        assert actions.take_representatives(people, **facts | {"district": "Hedmark"}) == 0


PEOPLE = f"""{HEAD}<representanter_oversikt {SPACES}><representanter_liste><representant><etternavn>Demo</etternavn>
<fornavn>Representant</fornavn><fylke><navn>Akershus</navn></fylke><parti><navn>Partiet</navn></parti></representant>
</representanter_liste><stortingsperiode_id>2009-2013</stortingsperiode_id></representanter_oversikt>""".encode()


@pytest.mark.django_db
def test_every_stored_answer_runs_through_the_command():
    """Lists are taken in; what is no list of these is refused with its name, and nothing is changed by it."""
    if not STORED.exists():
        pytest.skip("the stored answers of Stortinget are not on this machine")
    for path in sorted(STORED.glob("*.xml")):
        if path.name in {"v1_0_saker_oversikt.xml", "v1_0_detaljert_sak.xml", "v1_0_representanter_oversikt.xml"}:
            call_command("fetch", "stortinget", files=[path])
        else:
            with pytest.raises(CommandError):
                call_command("fetch", "stortinget", files=[path])
    assert set(ParliamentItem.objects.values_list("kind", flat=True)) == {"matter"}
    assert ParliamentItem.objects.count() == 2
    rows, now = parliament.sessions((STORED / "v1_0_sesjoner_oversikt.xml").read_bytes())
    assert now in rows


@pytest.mark.django_db
def test_gone_for_a_week_what_we_had_stays(monkeypatch):
    from sterke.advocacy import tasks
    from sterke.core import fetch

    def away(*args, **kwargs):
        raise fetch.FetchProblem("network", "nobody answers")

    ParliamentItem.objects.create(kind="matter", external_id="1", title="E16")
    monkeypatch.setattr(fetch, "get", away)
    failed = tasks.look_at_parliament.func()
    assert len(failed) == 7
    assert ParliamentItem.objects.count() == 1
