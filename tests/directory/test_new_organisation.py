"""A number typed for a new company: what is wrong with it stands beside the field, and what was typed is kept."""

import pytest
from django.urls import reverse

from sterke.directory.models import Organisation
from tests.directory.register import NUMBER, SILENCES, UNKNOWN, says, unit

pytestmark = pytest.mark.django_db


def typed(client, number):
    values = {"name": "Råstoff AS", "org_number": number, "kind": "company", "visibility": "public", "once": "k"}
    return client.post(reverse("directory:new_organisation"), values)


@pytest.mark.parametrize("number", [NUMBER, "923 609 016", "NO 923 609 016 MVA", "923.609.016"])
def test_l1_a_number_is_taken_as_people_type_it(service, client_for, number):
    typed(client_for("secretary"), number)

    assert Organisation.objects.get(name="Råstoff AS").org_number == NUMBER


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("92360901", "ni sifre"),
        ("9236O9016", "bare sifre"),
        ("923609017", "går ikke opp"),
        ("01017012345", "fødselsnummer"),
    ],
)
def test_l1_a_number_that_cannot_be_one_is_refused_and_the_text_kept(service, client_for, number, said):
    answer = typed(client_for("secretary"), number)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["org_number"]
    assert number in answer.content.decode()
    assert service.requests == []
    assert said.lower() in str(answer.context["form"].errors["org_number"]).lower()


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([says(unit(slettedato="2020-05-17"))], "2020"),
        ([UNKNOWN, says(unit(organisasjonsform={"kode": "BEDR"}, overordnetEnhet="976030788"))], "976 030 788"),
        ([UNKNOWN], "923 609 016"),
    ],
    ids=["deleted", "sub-unit", "unknown"],
)
def test_l1_a_unit_that_is_no_company_any_more_is_refused_with_the_reason(service, client_for, answers, said):
    service.answers = answers

    answer = typed(client_for("secretary"), NUMBER)

    assert said in str(answer.context["form"].errors["org_number"])
    assert not Organisation.objects.filter(name="Råstoff AS").exists()


@pytest.mark.parametrize("silence", SILENCES.values(), ids=SILENCES)
def test_e8_a_silent_register_stops_nobody(service, client_for, silence):
    service.answers = [silence]

    assert typed(client_for("secretary"), NUMBER).status_code == 302
    assert Organisation.objects.get(name="Råstoff AS").org_number == NUMBER
