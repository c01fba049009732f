import pytest
from django.test import RequestFactory

from sterke.core.edits import EditForm
from sterke.core.models import OnceKey
from sterke.core.once import fresh_key, once
from sterke.directory.models import Organisation
from tests import factories

pytestmark = pytest.mark.django_db


def post(key: str):
    return RequestFactory().post("/", {"once": key})


def test_a_double_click_acts_once_and_gets_the_same_answer():
    calls, key = [], fresh_key()

    def act() -> str:
        calls.append(1)
        return "/takk/"

    answers = [once(post(key), act).url for _ in range(2)]
    assert (calls, answers) == ([1], ["/takk/", "/takk/"])


def test_another_form_acts_again():
    calls = []
    for _ in range(2):
        once(post(fresh_key()), lambda: calls.append(1) or "/takk/")
    assert calls == [1, 1]


def test_a_failed_act_leaves_the_key_free_for_the_next_try():
    key = fresh_key()
    with pytest.raises(ValueError, match="no"):
        once(post(key), lambda: (_ for _ in ()).throw(ValueError("no")))
    assert not OnceKey.objects.exists()


class NameForm(EditForm):
    class Meta:
        model = Organisation
        fields = ["name", "postal_place"]


def filled(company, **typed):
    form = NameForm(instance=Organisation.objects.get(pk=company.pk))
    return {**{name: form[name].value() or "" for name in form.fields}, **typed}


def test_g4_the_second_of_two_editors_is_shown_the_difference():
    company = factories.OrganisationFactory(name="Gammel")
    mine = filled(company, name="Mitt navn")
    Organisation.objects.filter(pk=company.pk).update(name="Deres navn", version=2)
    form = NameForm(mine, instance=Organisation.objects.get(pk=company.pk))
    assert not form.is_valid()
    assert form.conflicts == [("Navn", "Deres navn", "Mitt navn")]
    assert form["name"].value() == "Mitt navn"


def test_g4_saving_again_after_seeing_the_difference_goes_through():
    company = factories.OrganisationFactory(name="Gammel")
    mine = filled(company, name="Mitt navn")
    Organisation.objects.filter(pk=company.pk).update(name="Deres navn", version=2)
    first = NameForm(mine, instance=Organisation.objects.get(pk=company.pk))
    first.is_valid()
    again = {name: first[name].value() or "" for name in first.fields}
    assert NameForm(again, instance=Organisation.objects.get(pk=company.pk)).is_valid()


def test_of_two_saves_at_the_same_version_one_claims_it():
    company = factories.OrganisationFactory()
    first, second = (NameForm(filled(company), instance=Organisation.objects.get(pk=company.pk)) for _ in range(2))
    assert [first.claim(), second.claim()] == [True, False]
