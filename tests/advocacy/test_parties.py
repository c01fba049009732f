"""The same questions to all parties: answered by the party's own link, shown as given, silence as silence."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from sterke.advocacy import actions
from sterke.advocacy.models import AskedParty, PartyQuestion
from sterke.core.models import OutgoingMail
from tests import factories as make
from tests.factories.advocacy import in_days

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(db):
    found = make.QuestionnaireFactory(intro="Vi spør om veien.")
    PartyQuestion.objects.create(questionnaire=found, text="Fire felt i 2032?", kind="yes_no", order=1)
    PartyQuestion.objects.create(questionnaire=found, text="Hvordan betales det?", order=2)
    for name in ("Sentrumsfløyen", "Grønn Front"):
        party = make.OrganisationFactory(name=name, kind="party", visibility="public")
        AskedParty.objects.create(
            questionnaire=found, party=party, email=f"{name[:5].lower()}@example.no".replace("ø", "o")
        )
    return found


def asked(row, secretary, days=14):
    actions.ask_parties(row, answer_by=in_days(days), by=secretary)
    row.refresh_from_db()
    return row


def party(row, name="Grønn"):
    return row.asked.get(party__name__startswith=name)


def link_to(asked_party):
    mail = OutgoingMail.objects.filter(to=asked_party.email, key__startswith="party-").latest("pk")
    return re.search(r"https?://[^/]+(/\S*partiene/svar/\S+/)", mail.text).group(1)


def says(row, value="ja", words="Over statsbudsjettet", who="Kari Moen, førstekandidat"):
    first, second = row.questions.all()
    return {f"q{first.pk}": value, f"w{second.pk}": words, "answered_by": who}


def test_all_get_the_same_letter_with_a_link_of_their_own(row, secretary):
    asked(row, secretary)
    letters = list(OutgoingMail.objects.filter(key__startswith="party-ask"))
    assert len(letters) == 2
    assert all("Fire felt i 2032?" in each.text and "Vi spør om veien." in each.text for each in letters)
    assert len({link_to(each) for each in row.asked.all()}) == 2


def test_the_letter_is_in_norwegian_whoever_sends_it(row, secretary, client_for):
    client_for(secretary).post(f"/en/partiene/{row.pk}/spor/", {"answer_by": in_days(9)})
    assert OutgoingMail.objects.first().language == "nb"


def test_a_party_answers_and_changes_its_mind_until_the_last_day(row, secretary, clock):
    asked(row, secretary, days=1)
    address = link_to(party(row))
    assert Client().post(address, says(row)).status_code == 302
    assert Client().post(address, says(row, "nei", "Bompenger")).status_code == 302
    assert {str(each) for each in party(row).answers.all()} == {"nei", "Bompenger"}
    assert party(row).answered_by == "Kari Moen, førstekandidat"
    clock.shift(2 * 86400)
    assert Client().post(address, says(row)).status_code == 410
    assert {str(each) for each in party(row).answers.all()} == {"nei", "Bompenger"}


@pytest.mark.parametrize("bad", [{"who": ""}, {"value": "", "words": ""}, {"value": "tja"}, {"words": "x" * 2001}])
def test_an_answer_that_is_none_is_refused_and_nothing_typed_is_lost(row, secretary, bad):
    asked(row, secretary)
    answer = Client().post(link_to(party(row)), says(row, **bad))
    assert answer.status_code == 422
    assert bad.get("who", "Kari Moen") in answer.content.decode()
    assert party(row).is_silent


def test_another_address_ends_the_link_that_went_to_the_first(row, secretary, client_for):
    asked(row, secretary)
    address = link_to(party(row))
    one = party(row)
    client_for(secretary).post(f"/partiene/{row.pk}/parti/{one.pk}/", {"party": one.party.pk, "email": "NY@Example.no"})
    assert party(row).email == "ny@example.no"
    assert Client().get(address).status_code == 410
    asked(row, secretary)
    assert Client().get(link_to(party(row))).status_code == 200


def test_the_same_address_saved_again_keeps_its_link(row, secretary, client_for):
    asked(row, secretary)
    one = party(row)
    client_for(secretary).post(f"/partiene/{row.pk}/parti/{one.pk}/", {"party": one.party.pk, "email": one.email})
    assert Client().get(link_to(one)).status_code == 200


def test_only_the_silent_are_reminded(row, secretary):
    asked(row, secretary)
    Client().post(link_to(party(row)), says(row))
    assert actions.remind_parties(row, by=secretary) == 1
    assert OutgoingMail.objects.get(key__startswith="party-remind").to == party(row, "Sentrum").email


@pytest.mark.parametrize("days", [-1, 90, 120])
def test_the_last_day_lies_before_the_election_and_not_in_the_past(row, secretary, days):
    with pytest.raises(ValidationError) as refused:
        asked(row, secretary, days=days)
    assert "answer_by" in refused.value.message_dict


def test_what_came_by_letter_is_taken_in_with_where_it_stands(row, secretary, client_for):
    asked(row, secretary)
    one = party(row)
    form = says(row) | {"source": ""}
    client = client_for(secretary)
    assert client.post(f"/partiene/{row.pk}/parti/{one.pk}/svar/", form).status_code == 422
    client.post(f"/partiene/{row.pk}/parti/{one.pk}/svar/", form | {"source": "Brev 3. mars"})
    assert party(row).source == "Brev 3. mars"
    assert Client().get(link_to(one)).status_code == 410


def test_nobody_of_us_changes_what_a_party_gave_by_its_link(row, secretary):
    asked(row, secretary)
    Client().post(link_to(party(row)), says(row))
    first = row.questions.first()
    with pytest.raises(ValidationError):
        actions.note_answer(
            party(row), answers={first.pk: ("nei", "")}, answered_by="Vi", source="Funnet på", by=secretary
        )
    assert str(party(row).answers.get(question=first)) == "ja"
    with pytest.raises(ValidationError):
        actions.strike_party(party(row), by=secretary)


def test_before_it_is_published_few_see_it_and_then_everyone(row, secretary, client_for, clock):
    asked(row, secretary, days=3)
    Client().post(link_to(party(row)), says(row))
    assert Client().get(row.get_absolute_url()).status_code == 404
    assert client_for("member").get(f"/partiene/{row.pk}.csv").status_code == 404
    with pytest.raises(ValidationError):
        actions.publish_answers(row, by=secretary)  # one is silent, and has its days
    clock.shift(4 * 86400)
    client_for(secretary).post(f"/partiene/{row.pk}/publiser/")
    page = Client().get(row.get_absolute_url()).content.decode()
    assert "Over statsbudsjettet" in page
    assert "Sentrumsfløyen" in page
    assert "har ikke svart" in page
    assert party(row).email not in page


def test_published_answers_stand(row, secretary):
    asked(row, secretary)
    for one in row.asked.all():
        Client().post(link_to(one), says(row))
    actions.publish_answers(row, by=secretary)
    assert Client().post(link_to(party(row)), says(row, "nei")).status_code == 410
    with pytest.raises(ValidationError):
        actions.put_question(row.questions.first(), by=secretary)
    with pytest.raises(ValidationError):
        actions.ask_parties(row, answer_by=in_days(5), by=secretary)


def test_a_question_of_a_case_joins_its_story_once_it_is_published(row, secretary, clock):
    case = make.CaseFactory(visibility="public", slug="veien")
    row.questions.update(case=case)
    asked(row, secretary)
    for one in row.asked.all():
        Client().post(link_to(one), says(row))
    assert row.title not in Client().get("/saker/veien/").content.decode()
    actions.publish_answers(row, by=secretary)
    assert Client().get("/saker/veien/").content.decode().count(row.title) == 1


def test_who_owns_it_leads_it_and_others_do_not(row, secretary, client_for):
    owner = make.viewer("member")
    row.owner = owner.person
    row.save()
    assert client_for(owner).get(f"/partiene/{row.pk}/rediger/").status_code == 200
    assert client_for("board").get(f"/partiene/{row.pk}/").status_code == 200
    assert client_for("board").get(f"/partiene/{row.pk}/rediger/").status_code == 404
    with pytest.raises(PermissionDenied):
        actions.ask_parties(row, answer_by=in_days(5), by=make.viewer("board"))


def test_a_stranger_begins_on_nothing(client_for):
    assert client_for("member").get("/partiene/ny/").status_code == 404
