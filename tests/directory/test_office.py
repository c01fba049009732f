"""The office: plain registers for the secretariat, each save with a line of history."""

import pytest
from django.urls import reverse

from sterke.core.models import Activity
from tests.factories import OrganisationFactory

REGISTERS = [
    "office_organisation", "office_person", "office_role", "office_contact_details", "office_office", "office_holder",
    "office_municipality", "office_municipality_code", "office_region", "office_cluster",
]  # fmt: skip


@pytest.mark.parametrize("name", REGISTERS)
def test_a_secretary_opens_each_register_and_a_member_does_not_find_it(client_for, name):
    secretary, member = client_for("secretary"), client_for("member")

    assert secretary.get(reverse(f"{name}:index")).status_code == 200
    assert secretary.get(reverse(f"{name}:add")).status_code == 200
    assert member.get(reverse(f"{name}:index")).status_code == 404


def test_a_save_in_the_office_is_a_line_of_history_with_what_changed(client_for):
    organisation = OrganisationFactory(name="Før AS")
    data = {
        "name": "Etter AS",
        "slug": organisation.slug,
        "kind": "company",
        "status": "active",
        "visibility": "public",
    }

    answer = client_for("secretary").post(reverse("office_organisation:edit", args=[organisation.pk]), data)

    assert answer.status_code == 302
    line = Activity.objects.about(organisation).get()
    assert line.verb == "register.row_saved"
    assert ["Før AS", "Etter AS"] in line.details["changes"].values()


def test_a_deletion_in_the_office_is_a_line_of_history(client_for):
    organisation = OrganisationFactory()

    client_for("secretary").post(reverse("office_organisation:delete", args=[organisation.pk]))

    assert Activity.objects.filter(verb="register.row_deleted", subject=organisation.name).exists()
