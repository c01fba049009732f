"""A stage of the public process that has come reminds the owner of what was promised."""

import pytest

from sterke.advocacy.models import CaseStep
from sterke.core.models import OutgoingMail
from tests import factories as make
from tests.factories.advocacy import in_days

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(db):
    return make.CaseFactory(slug="veien", owner=make.RoleFactory().person)


def told(client, case, step, **facts):
    client.post(f"/saker/veien/steg/{step.pk}/", {"name": step.name, "due": "", "done_on": "", **facts})
    return OutgoingMail.objects.filter(to=case.owner.email)


def test_the_owner_hears_of_it_with_what_is_promised_and_open(case, client_for):
    make.PromiseFactory(case=case, paraphrase="Byggestart i 2028", due=in_days(300))
    make.PromiseFactory(case=case, paraphrase="Planen er vedtatt", status="kept", status_on=in_days(-9))
    step = CaseStep.objects.create(case=case, name="I statsbudsjettet")
    letter = told(client_for("secretary"), case, step, done_on=in_days(0)).get()
    assert "I statsbudsjettet" in letter.subject
    assert "Byggestart i 2028" in letter.text
    assert "Planen er vedtatt" not in letter.text


def test_a_stage_that_is_only_planned_or_had_come_before_tells_nobody(case, client_for):
    planned = CaseStep.objects.create(case=case, name="I statsbudsjettet")
    came = CaseStep.objects.create(case=case, name="Planprogram", done_on=in_days(-30))
    client = client_for("secretary")
    assert not told(client, case, planned, due=in_days(90))
    assert not told(client, case, came, name="Planprogrammet", done_on=in_days(-30))


def test_nobody_is_told_of_what_they_did_themselves(case, client_for):
    step = CaseStep.objects.create(case=case, name="I statsbudsjettet")
    assert not told(client_for(case.owner.user), case, step, done_on=in_days(0))
    step.refresh_from_db()
    assert step.done_on == in_days(0)
