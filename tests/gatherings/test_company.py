"""A company's page: what it was host of, for all who may see that; what it took part in, for its own alone."""

import datetime

import pytest
from django.utils import timezone

from sterke.gatherings.models import CheckIn, DietaryNeed
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
VIEWERS = ["anonymous", "outsider", "member", "other", "own", "board", "secretary"]


def been(days=30, **facts):
    return make.GatheringFactory(open=True, day=TODAY - datetime.timedelta(days=days), **facts)


def seat(gathering, organisation, **facts):
    return make.RegistrationFactory(gathering=gathering, organisation=organisation, **facts)


def worker_at(organisation):
    return make.RoleFactory(person__user=make.UserFactory(), organisation=organisation, visibility="public").person.user


@pytest.fixture
def company():
    return make.OrganisationFactory(member=True, name="Åsnes Mekaniske", slug="asnes-mekaniske")


@pytest.fixture
def page_for(client_for, company):
    """The company's page to somebody: to its own, to those of another member, to the rest."""

    def look(who):
        users = {"own": company, "other": make.OrganisationFactory(member=True)}
        client = client_for(worker_at(users[who]) if who in users else who)
        return client.get(company.get_absolute_url())

    return look


def took_part(page):
    return [(str(line["gathering"]), line["people"]) for line in page.context["gatherings"]["took_part"]]


@pytest.mark.parametrize("viewer", VIEWERS)
def test_what_a_company_took_part_in_is_for_its_own_people_and_the_secretariat(page_for, company, viewer):
    forum = been(title="Industriforum", visibility="public")
    for _each in range(2):
        seat(forum, company)
    page = page_for(viewer)
    assert took_part(page) == ([("Industriforum", 2)] if viewer in ("own", "secretary") else [])
    assert ("Industriforum" in page.content.decode()) is (viewer in ("own", "secretary"))


def test_it_tells_how_many_and_never_who_or_what_they_eat(page_for, company):
    row = seat(been(title="Industriforum"), company, name="Kollega Hos Oss")
    DietaryNeed.objects.create(registration=row, text="uten nøtter")
    for viewer in ("own", "secretary"):
        text = page_for(viewer).content.decode()
        assert "1 person" in text
        assert not {word for word in ("Kollega Hos Oss", "uten nøtter") if word in text}


def test_only_those_count_who_came_from_this_company(page_for, company):
    forum = been(title="Industriforum")
    CheckIn.objects.create(registration=seat(forum, company), present=True)
    seat(forum, company)
    seat(forum, make.OrganisationFactory())
    seat(been(title="Avmeldt"), company, state="cancelled")
    seat(been(title="Avlyst", status="cancelled"), company)
    seat(make.GatheringFactory(open=True, title="Kommer"), company)
    assert took_part(page_for("secretary")) == [("Industriforum", 1)]


def test_it_looks_back_to_the_first_day_of_three_years_ago(page_for, company):
    first = datetime.date(TODAY.year - 3, 1, 1)
    seat(make.GatheringFactory(open=True, title="Med", day=first), company)
    seat(make.GatheringFactory(open=True, title="For gammel", day=first - datetime.timedelta(days=1)), company)
    page = page_for("own")
    assert took_part(page) == [("Med", 1)]
    assert f"1 samling siden {first.year}." in page.content.decode()


def test_a_gathering_colleagues_may_not_see_is_not_named_to_them(page_for, company):
    seat(been(title="Lukket", visibility="secretariat"), company)
    assert took_part(page_for("own")) == []
    assert took_part(page_for("secretary")) == [("Lukket", 1)]


@pytest.mark.parametrize(
    ("viewer", "seen"),
    [
        ("anonymous", ["Åpen"]),
        ("outsider", ["Åpen"]),
        ("other", ["Åpen", "For medlemmer"]),
        ("own", ["Åpen", "For medlemmer"]),
        ("secretary", ["Åpen", "For medlemmer", "Intern"]),
    ],
)
def test_what_it_was_host_of_is_told_to_those_who_see_the_gathering(page_for, company, viewer, seen):
    for days, (title, visibility) in enumerate(
        [("Åpen", "public"), ("For medlemmer", "members"), ("Intern", "secretariat")]
    ):
        been(30 + days, title=title, visibility=visibility).hosts.add(company)
    been(title="Avlyst", visibility="public", status="cancelled").hosts.add(company)
    make.GatheringFactory(title="Kladd", visibility="public").hosts.add(company)
    been(title="En annens", visibility="public").hosts.add(make.OrganisationFactory())
    assert [str(row) for row in page_for(viewer).context["gatherings"]["hosted"]] == seen


def test_a_page_kept_for_visitors_tells_of_a_new_host_at_once(page_for, company):
    gathering = been(title="Åpen dag", visibility="public")
    assert "Åpen dag" not in page_for("anonymous").content.decode()
    gathering.hosts.add(company)
    assert "Åpen dag" in page_for("anonymous").content.decode()
