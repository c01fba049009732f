"""A position: begun, changed, adopted, replaced, dropped, read by those it is for, and given to somebody."""

import threading
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone

from sterke.advocacy import actions
from sterke.advocacy.differences import differences
from sterke.advocacy.forms_positions import PositionForm
from sterke.advocacy.models import PolicyPosition, PositionEndorsement
from sterke.core.models import Activity
from tests import factories as make
from tests.factories.advocacy import a_board, in_days

pytestmark = pytest.mark.django_db
WORDS = {"title": "Bygg alt", "text": "Hele veien.", "visibility": "public", "title_en": "", "text_en": ""}


@pytest.fixture
def case(db):
    return make.CaseFactory(visibility="public", slug="veien")


def begun(case, by, **words):
    return actions.start_position(PolicyPosition(case=case, **(WORDS | words)), by=by)


def adopted(position, by, **facts):
    facts = {"body": a_board(), "day": timezone.localdate(), "review_on": in_days(400)} | facts
    return actions.adopt(position, **facts, by=by)


def edited(position, by, **words):
    form = PositionForm({**WORDS, "seen_version": position.version, **words}, instance=position)
    assert form.is_valid(), form.errors
    return actions.edit_position(position, form=form, by=by)


def test_the_next_version_counts_up_and_takes_the_place_of_the_one_in_force(case, secretary):
    first = adopted(begun(case, secretary), secretary)
    second = begun(case, secretary, title="Bygg mer")
    assert (first.number, second.number) == (1, 2)

    adopted(second, secretary)

    first.refresh_from_db()
    assert (first.status, first.replaced_on, second.status) == ("replaced", timezone.localdate(), "adopted")
    assert list(case.positions.in_force()) == [second]


def test_a_number_is_never_used_again(case, secretary):
    actions.drop_position(begun(case, secretary), by=secretary)
    assert begun(case, secretary).number == 2


def test_two_versions_are_never_under_way_at_once(case, secretary, client_for):
    begun(case, secretary)
    with pytest.raises(ValidationError, match="1"):
        begun(case, secretary)
    answer = client_for("secretary").post("/saker/veien/standpunkt/ny/", WORDS)
    assert answer.status_code == 422
    assert case.positions.count() == 1


def test_the_form_of_a_new_version_holds_the_words_in_force(case, client_for):
    make.PositionFactory(case=case, number=1, adopted=True, text="Ordene som gjelder.")
    assert "Ordene som gjelder." in client_for("secretary").get("/saker/veien/standpunkt/ny/").content.decode()


def test_sent_twice_one_version_is_begun(case, client_for):
    client = client_for("secretary")
    for _time in range(2):
        assert client.post("/saker/veien/standpunkt/ny/", WORDS | {"once": "k"}).status_code == 302
    assert case.positions.count() == 1


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"day": in_days(1)}, "day"),
        ({"day": in_days(-1)}, "day"),
        ({"review_on": timezone.localdate()}, "review_on"),
    ],
)
def test_a_decision_on_a_day_that_cannot_be_is_refused_beside_its_field(case, secretary, facts, field):
    row = begun(case, secretary)
    with pytest.raises(ValidationError) as refused:
        adopted(row, secretary, **facts)
    assert field in refused.value.message_dict
    row.refresh_from_db()
    assert row.status == "draft"


def test_a_version_is_not_adopted_before_the_one_it_replaces(case, secretary):
    make.PositionFactory(case=case, number=1, adopted=True, adopted_on=timezone.localdate())
    row = begun(case, secretary)
    PolicyPosition.objects.filter(pk=row.pk).update(made_on=in_days(-9))
    with pytest.raises(ValidationError) as refused:
        adopted(row, secretary, day=in_days(-3))
    assert "day" in refused.value.message_dict
    assert case.positions.in_force().get().number == 1


def test_of_two_who_adopt_at_once_one_is_told_it_is_done(case, secretary):
    row = begun(case, secretary)
    mine, yours = (PolicyPosition.objects.get(pk=row.pk) for _ in range(2))
    adopted(mine, secretary, review_on=in_days(100))
    with pytest.raises(ValidationError):
        adopted(yours, secretary, review_on=in_days(200))
    row.refresh_from_db()
    assert row.review_on == in_days(100)
    assert Activity.objects.filter(verb="position.adopted").count() == 1


def test_who_leads_writes_and_only_the_secretariat_adopts(case, client_for):
    owner = client_for("member").user
    case.owner = owner.person
    case.save()
    row = begun(case, owner)
    with pytest.raises(PermissionDenied):
        adopted(row, owner)
    with pytest.raises(PermissionDenied):
        begun(case, client_for("board").user)
    for act in (actions.drop_position, lambda row, by: actions.ask_members(row, answer_by=in_days(1), by=by)):
        with pytest.raises(PermissionDenied):
            act(row, by=client_for("board").user)


def test_a_version_adopted_while_another_writes_keeps_its_words(case, secretary, client_for):
    row = begun(case, secretary)
    client = client_for("secretary")
    page = "/saker/veien/standpunkt/1/rediger/"
    assert client.get(page).status_code == 200
    adopted(row, secretary)

    answer = client.post(page, WORDS | {"title": "Mine ord", "seen_version": 1})

    assert answer.status_code == 422
    assert "Mine ord" in answer.content.decode()
    row.refresh_from_db()
    assert row.title == "Bygg alt"
    assert client.get(page).status_code == 302


def test_adopted_between_form_and_save_the_text_stays(case, secretary):
    stale = begun(case, secretary)
    form = PositionForm(WORDS | {"title": "For sent", "seen_version": 1}, instance=stale)
    assert form.is_valid()
    adopted(PolicyPosition.objects.get(pk=stale.pk), secretary)
    with pytest.raises(ValidationError):
        actions.edit_position(stale, form=form, by=secretary)
    assert PolicyPosition.objects.get(pk=stale.pk).title == "Bygg alt"


def test_the_second_of_two_saves_is_shown_the_difference(case, secretary, client_for):
    row = begun(case, secretary)
    edited(row, secretary, title="Den første")
    answer = client_for("secretary").post("/saker/veien/standpunkt/1/rediger/", WORDS | {"seen_version": 1})
    assert answer.status_code == 422
    assert "Den første" in answer.content.decode()


def test_words_that_companies_have_answered_do_not_change_under_them(case, secretary):
    row = begun(case, secretary)
    company = make.OrganisationFactory(member=True)
    PositionEndorsement.objects.create(position=row, organisation=company, stance="endorses", signed_by="Noen")
    with pytest.raises(ValidationError):
        edited(row, secretary, text="Noe helt annet.")
    assert edited(PolicyPosition.objects.get(pk=row.pk), secretary, visibility="members").visibility == "members"


@pytest.mark.parametrize(
    ("status", "visibility", "seen_by"),
    [
        ("draft", "public", {"board", "secretary"}),
        ("asked", "public", {"member", "board", "secretary"}),
        ("adopted", "members", {"member", "board", "secretary"}),
        ("adopted", "public", {"anonymous", "outsider", "member", "board", "secretary"}),
        ("dropped", "public", {"secretary"}),
    ],
)
def test_who_sees_a_version(client_for, case, status, visibility, seen_by):
    facts = {"adopted": True} if status == "adopted" else {"answer_by": in_days(3), "asked_on": in_days(-1)}
    make.PositionFactory(case=case, number=1, status=status, visibility=visibility, **facts)
    viewers = ("anonymous", "outsider", "member", "board", "secretary")
    answers = {viewer: client_for(viewer).get("/saker/veien/standpunkt/1/").status_code for viewer in viewers}
    assert {viewer for viewer, code in answers.items() if code == 200} == seen_by
    assert set(answers.values()) <= {200, 404}


def test_the_page_shows_what_is_new_word_by_word_and_runs_nothing(client, case):
    make.PositionFactory(case=case, number=1, adopted=True, status="replaced", title="Vei", text="Bygg fire felt nå.")
    make.PositionFactory(case=case, number=2, adopted=True, title="Vei", text="Bygg <b>to</b> felt nå.\n\nOg tog.")
    page = client.get("/saker/veien/standpunkt/2/").content.decode()
    assert "<del> fire</del>" in page
    assert "<ins> &lt;b&gt;to&lt;/b&gt;</ins>" in page
    assert "<p><ins>Og tog.</ins></p>" in page
    assert "<del>" not in client.get("/saker/veien/standpunkt/1/").content.decode()


def test_differences_of_long_dull_texts_do_not_take_forever():
    started = timezone.now()
    differences("a " * 10_000, "a b " * 5_000)
    assert timezone.now() - started < timedelta(seconds=5)


@pytest.mark.parametrize("number", [0, 9, 10**12])
def test_a_version_that_is_not_there(client, case, number):
    make.PositionFactory(case=case, number=1, adopted=True)
    assert client.get(f"/saker/veien/standpunkt/{number}/").status_code == 404


def test_whom_it_was_given_stands_on_its_page(client_for, case, secretary):
    row = make.PositionFactory(case=case, number=1, adopted=True, made_on=date(2025, 1, 1))
    ministry = make.OfficeFactory().organisation
    client = client_for("secretary")
    sent = {"organisation": ministry.pk, "day": in_days(-2).isoformat(), "how": "På papir"}
    assert client.post("/saker/veien/standpunkt/1/gitt/ny/", sent).status_code == 302
    page = Client().get("/saker/veien/standpunkt/1/").content.decode()
    assert ministry.name in page
    assert "På papir" in page
    assert client.post("/saker/veien/standpunkt/1/gitt/ny/", sent | {"day": in_days(1).isoformat()}).status_code == 422
    assert client.post("/saker/veien/standpunkt/1/gitt/ny/", sent | {"day": "2024-12-31"}).status_code == 422
    actions.strike_handover(row.handovers.get(), by=secretary)
    assert not row.handovers.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_press_adopt_at_the_same_moment():
    secretary = make.viewer("secretary")
    row = begun(make.CaseFactory(visibility="public"), secretary)
    body, ready, outcomes = a_board(), threading.Barrier(2), []

    def press(days):
        mine = PolicyPosition.objects.get(pk=row.pk)
        ready.wait(10)
        try:
            adopted(mine, secretary, body=body, review_on=in_days(days))
            outcomes.append("done")
        except ValidationError:
            outcomes.append("told")
        connection.close()

    threads = [threading.Thread(target=press, args=(days,)) for days in (100, 200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(outcomes) == ["done", "told"]
    assert Activity.objects.filter(verb="position.adopted").count() == 1


@pytest.mark.parametrize("act", [actions.drop_position, actions.adopt])
def test_what_is_settled_is_not_settled_again(case, secretary, act):
    row = adopted(begun(case, secretary), secretary)
    facts = {"body": a_board(), "day": timezone.localdate(), "review_on": in_days(9)} if act == actions.adopt else {}
    with pytest.raises(ValidationError):
        act(row, **facts, by=secretary)
    row.refresh_from_db()
    assert (row.status, row.review_on) == ("adopted", in_days(400))
    dropped = actions.drop_position(begun(case, secretary), by=secretary)
    with pytest.raises(ValidationError):
        adopted(dropped, secretary)
    assert list(case.positions.in_force()) == [row]
