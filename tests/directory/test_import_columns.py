"""Columns that nobody recognised are chosen by hand, and remembered for the next sheet with the same headings."""

import pytest
from django.urls import reverse

from sterke.directory.models import Organisation, SheetImport
from tests.directory.sheets import rows_on, upload, write
from tests.factories import org_number

STRANGE = f"Verk;Hvem;Tall\nØde Stål AS;Kari;{org_number(1)}\nGrue Tre AS;Ola;{org_number(2)}\n"


def choose(client, page, *fields):
    address = reverse("directory:choose_columns", args=[page.context["sheet"].pk])
    return client.post(address, {f"column_{n}": field or "-" for n, field in enumerate(fields, 1)}, follow=True)


def test_a_sheet_without_a_known_name_column_asks_which_it_is_and_shows_what_each_holds(client_for):
    page = upload(client_for("secretary"), STRANGE)

    assert page.redirect_chain[-1][0].endswith("/kolonner/")
    assert "Øde Stål AS" in page.content.decode()
    assert page.context["form"]["column_1"].help_text == "Øde Stål AS · Grue Tre AS"


def test_chosen_columns_are_read_and_written(client_for):
    client = client_for("secretary")

    page = choose(client, upload(client, STRANGE), "name", "", "org_number")
    assert [state for _line, state, _cell in rows_on(page)] == ["new", "new"]
    write(client, page)

    assert Organisation.objects.get(name="Øde Stål AS").org_number == org_number(1)


def test_the_next_sheet_with_the_same_headings_needs_no_choosing(client_for):
    client = client_for("secretary")
    choose(client, upload(client, STRANGE), "name", "", "org_number")

    page = upload(client, STRANGE.replace("Grue", "Eidskog"))

    assert page.context["sheet"].fields == ["name", "", "org_number"]
    assert [state for _line, state, _cell in rows_on(page)] == ["new", "new"]


def test_the_choice_for_organisations_is_not_used_for_people(client_for):
    client = client_for("secretary")
    choose(client, upload(client, STRANGE), "name", "", "org_number")

    assert upload(client, STRANGE, kind="people").redirect_chain[-1][0].endswith("/kolonner/")


@pytest.mark.parametrize(
    ("fields", "where"),
    [(["name", "name", ""], "column_2"), (["", "", "org_number"], "__all__"), (["name", "colour", ""], "column_2")],
    ids=["twice", "no name", "unknown"],
)
def test_a_choice_that_cannot_be_read_is_refused_in_its_place_and_changes_nothing(client_for, fields, where):
    client = client_for("secretary")

    page = choose(client, upload(client, STRANGE), *fields)

    assert page.status_code == 422
    assert list(page.context["form"].errors) == [where]
    assert SheetImport.objects.get().fields == ["", "", ""]


def test_a_sheet_without_a_name_column_cannot_be_written(client_for):
    client = client_for("secretary")

    write(client, upload(client, STRANGE))

    assert SheetImport.objects.get().state == "preview"


def test_what_was_corrected_by_hand_stays_when_columns_are_chosen_anew(client_for):
    client = client_for("secretary")
    page = upload(client, "Navn;Merknad\nØde Stål AS;x\n;tom\n")
    sheet = page.context["sheet"]
    client.post(reverse("directory:import_row", args=[sheet.pk, 3]), {"name": "Rettet AS"})

    choose(client, page, "name", "industry")

    row = sheet.rows.get(line=3)
    assert row.values(["name", "industry"]) == {"name": "Rettet AS", "industry": "tom"}
    assert row.state == "new"


def test_cells_shown_as_help_cannot_run(client_for):
    page = upload(client_for("secretary"), "A;B\n<script>alert(1)</script>;x\n")

    assert "<script>alert" not in page.content.decode()
