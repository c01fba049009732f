import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from sterke.core.visibility import audiences_of
from tests import factories


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("viewer", "seen"),
    [
        ("outsider", {"public"}),
        ("member", {"public", "members"}),
        ("main_contact", {"public", "members"}),
        ("network_leader", {"public", "members"}),
        ("board", {"public", "members", "board"}),
        ("secretary", {"public", "members", "board", "secretariat"}),
    ],
)
def test_audiences_follow_from_dated_roles(viewer, seen):
    assert set(audiences_of(factories.viewer(viewer))) == seen


@pytest.mark.django_db
def test_a_role_that_ended_yesterday_gives_nothing_today(client_for):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    role = factories.RoleFactory(organisation=factories.OrganisationFactory(member=True), valid_to=yesterday)
    assert not role.person.user.is_member


def test_front_page_opens_for_a_visitor(client_for):
    assert client_for("anonymous").get(reverse("website:front")).status_code == 200
