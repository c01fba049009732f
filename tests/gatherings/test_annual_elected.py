"""The letter to those who were elected: once, when the result is published, in their language; and to nobody else."""

import datetime

import pytest
from django.utils import timezone

from sterke.core.models import OutgoingMail
from sterke.gatherings.actions import annual as actions
from sterke.gatherings.forms_annual import MinutesForm
from sterke.gatherings.models import Candidate
from tests import factories as make

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year


@pytest.fixture
def secretary():
    return make.viewer("secretary")


@pytest.fixture
def held():
    return make.GatheringFactory(
        open=True, kind="annual_meeting", day=timezone.localdate(), ends_at=None, visibility="public",
        starts_at=timezone.now() - datetime.timedelta(hours=1), title="Årsmøtet", title_en="The annual meeting",
    )  # fmt: skip


@pytest.fixture
def elect(held, secretary):
    """Put up a post, let somebody stand beside another, and choose them."""
    board = make.BodyFactory(name="Styret", name_en="The board")
    item = actions.set_item(held, title="Valg", by=secretary)

    def choose(person, *, post="chair", years=2):
        row = actions.set_election(item, body=board, post=post, term_years=years, by=secretary)
        actions.nominate(row, person=reached("Stilte Også"), by=secretary)
        winner = actions.nominate(row, person=person, by=secretary) if person else None
        return actions.choose(row, winner=winner, by=secretary)

    return choose


def reached(name="Kari Nordlie", **facts):
    """Somebody with an address and no account."""
    person = make.PersonFactory(name=name, **facts)
    make.ContactDetailsFactory(person=person, value=f"{person.pk}@example.no")
    return person


def publish(held, by, result="public"):
    typed = {"chair": "Kari", "keeper": "Ola", "visibility": "members", "result_visibility": result}
    form = MinutesForm(typed, instance=getattr(held, "minutes", None), gathering=held)
    assert form.is_valid(), form.errors
    actions.write_minutes(held, form=form, by=by)
    return actions.publish_minutes(held, by=by)


def letters():
    return list(OutgoingMail.objects.filter(key__startswith="annual-elected:").order_by("pk"))


def test_whoever_is_elected_is_told_to_what_and_until_when(held, elect, secretary):
    person = reached()
    elect(person)
    publish(held, secretary)
    (mail,) = letters()
    assert mail.to == person.email
    assert mail.subject == "Du er valgt: Styret, styreleder"
    for words in (
        "Kari Nordlie",
        "På Årsmøtet ble du valgt: Styret, styreleder.",
        f"for to år, til årsmøtet i {YEAR + 2}",
        "Du får dette fordi",
    ):
        assert words in mail.text
    assert f"/{held.slug}/" in mail.text


def test_those_who_stood_and_were_not_chosen_get_nothing(held, elect, secretary):
    elect(None)
    publish(held, secretary)
    assert letters() == []


def test_nothing_goes_out_while_the_result_is_not_published(elect, held, secretary):
    elect(reached())
    actions.carry_out(held, by=secretary)
    assert letters() == []


def test_published_again_nobody_gets_it_twice_and_a_new_one_gets_theirs(elect, held, secretary):
    elect(reached())
    publish(held, secretary)
    actions.reopen_minutes(held, why="En skrivefeil", by=secretary)
    elect(reached("Ola Dahl"), post="board_member", years=1)
    held.refresh_from_db()
    publish(held, secretary)
    assert [mail.subject for mail in letters()] == ["Du er valgt: Styret, styreleder", "Du er valgt: Styret, medlem"]
    assert f"for ett år, til årsmøtet i {YEAR + 1}" in letters()[1].text


def test_elected_to_another_post_when_it_is_published_again_they_are_told_that(elect, held, secretary):
    person = reached()
    row = elect(person)
    publish(held, secretary)
    actions.reopen_minutes(held, why="Feil verv", by=secretary)
    row = actions.set_election(row.item, body=row.body, post="deputy_chair", term_years=2, election=row, by=secretary)
    actions.choose(row, winner=row.candidates.get(person=person), by=secretary)
    held.refresh_from_db()
    publish(held, secretary)
    assert [mail.subject for mail in letters()] == ["Du er valgt: Styret, styreleder", "Du er valgt: Styret, nestleder"]


@pytest.mark.parametrize("has_account", [False, True])
def test_the_letter_is_in_the_language_of_its_reader(elect, held, secretary, has_account):
    account = make.UserFactory(language="en") if has_account else None
    person = make.PersonFactory(user=account) if has_account else reached(language="en")
    elect(person)
    publish(held, secretary)
    (mail,) = letters()
    assert (mail.language, mail.subject) == ("en", "You are elected: The board, chair")
    assert "At The annual meeting you were elected" in mail.text


def test_those_without_an_address_and_those_who_are_gone_get_nothing(elect, held, secretary):
    elect(make.PersonFactory())
    merged = reached()
    elect(merged, post="alternate")
    merged.merged_into = make.PersonFactory()
    merged.save()
    elect(reached(), post="board_member")
    Candidate.objects.filter(election__post="board_member", is_elected=True).update(person=None, name="–")
    publish(held, secretary)
    assert letters() == []


def test_there_is_no_way_to_a_result_that_its_reader_may_not_see(elect, held, secretary):
    elect(reached())
    elect(make.viewer("member").person, post="board_member")
    publish(held, secretary, result="members")
    assert [f"/{held.slug}/" in mail.text for mail in letters()] == [False, True]


def test_minutes_of_long_ago_tell_nobody_that_they_are_elected(elect, held, secretary):
    elect(reached(), years=2)
    type(held).objects.filter(pk=held.pk).update(day=held.day.replace(year=YEAR - 2, day=min(held.day.day, 28)))
    held.refresh_from_db()
    publish(held, secretary)
    assert letters() == []
