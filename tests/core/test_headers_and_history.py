import logging

import pytest
from django.urls import reverse

from sterke.core import activity
from sterke.core.headers import OneLine
from sterke.core.models import Activity
from tests import factories

pytestmark = pytest.mark.django_db


def test_n9_every_answer_carries_the_strict_policy(client_for):
    for address in (reverse("website:front"), "/finnes-ikke/", "/logg-inn/"):
        headers = client_for("anonymous").get(address).headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe-inline" not in policy
        assert "unsafe-eval" not in policy
        assert policy.startswith("default-src 'none'")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert "geolocation=()" in headers["Permissions-Policy"]


def test_j6_signed_in_answers_are_not_stored(client_for):
    assert client_for("member").get(reverse("website:front")).headers["Cache-Control"] == "no-store, private"


def test_c10_a_forged_line_in_a_log_stays_one_line():
    record = logging.LogRecord("x", logging.WARNING, "", 0, "path=%s", ("/a\r\nERROR fake\x1b[31m",), None)
    line = OneLine("%(levelname)s %(message)s").format(record)
    assert "\n" not in line
    assert "\x1b" not in line


def test_history_is_found_from_each_row_it_is_about():
    company, other = factories.OrganisationFactory(), factories.OrganisationFactory()
    line = activity.record("organisation.edited", company, by=factories.UserFactory(), about=[other, None])
    assert list(Activity.objects.about(company)) == list(Activity.objects.about(other)) == [line]


def test_history_outlives_what_it_tells_of():
    company = factories.OrganisationFactory(name="Borte")
    activity.record("organisation.edited", company, by=factories.UserFactory(name="Kari"))
    company.delete()
    line = Activity.objects.get()
    assert (line.actor, line.subject) == ("Kari", "Borte")


def test_history_is_for_the_secretariat_unless_said_otherwise():
    activity.record("organisation.edited", factories.OrganisationFactory(), by=factories.UserFactory())
    assert not Activity.objects.visible_to(factories.viewer("board")).exists()
    assert Activity.objects.visible_to(factories.viewer("secretary")).exists()
