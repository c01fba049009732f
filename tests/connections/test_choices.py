"""One's own choices: hidden, one is nowhere; whom one would rather not meet, nobody else ever reads."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from sterke.accounts.models import User
from sterke.connections import actions
from sterke.connections.models import ConnectionChoice, NotWith, Suggestion, SynonymGroup
from sterke.core.house import Individual, house
from sterke.core.models import Activity
from tests import factories as make

from .suggested import two, worker

pytestmark = pytest.mark.django_db
CHOICES = "connections:choices"


def pages_that_name(name, client, *addresses):
    return [address for address in addresses if name in client.get(address).content.decode()]


def test_a_hidden_person_is_on_no_page_of_needs_and_offers_and_in_no_answer_of_the_api(client_for):
    w = two()
    actions.refresh_suggestions()
    client = client_for(w.asker.person.user)
    addresses = [
        reverse("connections:listings"), reverse("connections:for_me"), w.need.get_absolute_url(),
        w.offer.get_absolute_url(), reverse("api:listings"), reverse(CHOICES) + "?sok=Håkon",
        reverse("connections:feed"), reverse("connections:mine"),
    ]  # fmt: skip
    assert pages_that_name("Håkon Hjelper", client, *addresses), "seen before"

    helper = client_for(w.helper.person.user)
    helper.post(reverse("connections:choose_hidden"), {"skjult": "ja"})

    assert pages_that_name("Håkon Hjelper", client, *addresses) == []
    assert not Suggestion.objects.filter(person=w.helper.person).exists()
    assert client.get(reverse("connections:ask_introduction", args=[w.helper.person.pk])).status_code == 404


def test_who_hid_can_be_found_again(client_for):
    w = two()
    client = client_for(w.helper.person.user)
    for said in ("ja", "nei"):
        client.post(reverse("connections:choose_hidden"), {"skjult": said})

    assert not ConnectionChoice.objects.filter(hidden=True).exists()
    assert Suggestion.objects.filter(person=w.helper.person).exists()
    assert list(Activity.objects.order_by("pk").values_list("verb", flat=True)) == ["choice.hidden", "choice.shown"]


def test_whom_one_would_rather_not_meet_is_found_kept_and_taken_away_again(client_for):
    w = two()
    client = client_for(w.asker.person.user)

    assert "Håkon Hjelper" in client.get(reverse(CHOICES), {"sok": "håkon"}).content.decode()
    client.post(reverse("connections:keep_apart"), {"hvem": f"person:{w.helper.person.pk}"})
    client.post(reverse("connections:keep_apart"), {"hvem": f"company:{w.helper.organisation.pk}"})
    assert {str(row) for row in NotWith.objects.all()} == {"Håkon Hjelper", "Odal Robot AS"}

    for row in NotWith.objects.all():
        client.post(reverse("connections:lift_apart", args=[row.pk]))
    assert not NotWith.objects.exists()


def test_nobody_else_reads_whom_somebody_would_rather_not_meet(client_for):
    w = two()
    row = NotWith.objects.create(person=w.asker.person, other=w.helper.person)
    board, secretary = make.viewer("board"), make.viewer("secretary")

    for reader in (w.helper.person.user, board, secretary):
        assert not NotWith.objects.visible_to(reader).exists()
        assert client_for(reader).post(reverse("connections:lift_apart", args=[row.pk])).status_code == 404
        with pytest.raises(PermissionDenied):
            actions.lift_apart(row, by=reader)
    assert NotWith.objects.filter(pk=row.pk).exists()


def test_what_is_private_leaves_no_line_of_history():
    w = two()
    actions.keep_apart(other=w.helper.person, by=w.asker.person.user)
    actions.lift_apart(NotWith.objects.get(), by=w.asker.person.user)
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    "whom", ["", "person:", "person:0", "person:²", "company:999999999999", "noe:1", "person:oneself"]
)
def test_an_odd_choice_is_refused_and_nothing_is_kept(client_for, whom):
    own = worker()
    whom = whom.replace("oneself", str(own.person.pk))

    answer = client_for(own.person.user).post(reverse("connections:keep_apart"), {"hvem": whom})

    assert answer.status_code in (302, 404)
    assert not NotWith.objects.exists()


def test_twice_is_once():
    w = two()
    for _turn in range(2):
        actions.keep_apart(organisation=w.helper.organisation, by=w.asker.person.user)
    assert NotWith.objects.count() == 1


def test_somebody_who_is_not_in_the_directory_has_nothing_to_choose(client_for):
    assert client_for("outsider").get(reverse(CHOICES)).status_code == 404


def test_all_of_it_is_in_a_copy_of_ones_data_and_goes_with_an_erasure():
    w = two()
    actions.keep_apart(other=w.helper.person, by=w.asker.person.user)
    actions.choose_hidden(hidden=True, by=w.asker.person.user)
    own = Individual("Anne Asker", w.asker.person.user.pk, w.asker.person.pk)

    data = house.data_of["suggestions"](own)
    assert data["hidden"] is True
    assert data["rather_not_with"] == [{"other__name": "Håkon Hjelper", "organisation__name": None}]

    house.erasers["suggestions"](own)
    assert not NotWith.objects.exists()
    assert not ConnectionChoice.objects.exists()
    assert not Suggestion.objects.filter(person=w.asker.person).exists()


def test_what_somebody_else_said_of_one_is_not_in_ones_copy():
    w = two()
    actions.refresh_suggestions()
    actions.keep_apart(other=w.helper.person, by=w.asker.person.user)
    data = house.data_of["suggestions"](Individual("Håkon Hjelper", w.helper.person.user.pk, w.helper.person.pk))
    assert data["rather_not_with"] == []


def test_the_profile_gives_words_that_mean_the_same_and_leaves_what_is_changed_here_alone():
    from sterke.connections.profile import open_connections
    from sterke.core.profile import Opening, find, read

    opening = Opening(read(find("7sterke")))
    open_connections(opening)
    first = SynonymGroup.objects.order_by("pk").first()
    SynonymGroup.objects.filter(pk=first.pk).update(words=first.entries[0] + ", noe annet")
    count = SynonymGroup.objects.count()

    open_connections(opening)

    assert count == SynonymGroup.objects.count() > 80
    assert User.objects.count() == 0
