import csv
import json

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from sterke.core.house import house
from sterke.core.management.commands import doctor
from sterke.core.models import Cluster, Pulse
from tests import world
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
LEFT_OUT = {
    "core.oncekey",
    "core.signedlink",
    "core.searchentry",
    "core.searchposting",
    "core.searchstate",
    "core.searchword",
}


@pytest.fixture
def home(settings, tmp_path):
    settings.DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    Cluster.objects.create(slug="prove", name="Prøveklyngen")
    return tmp_path


def lines_of():
    return {what: (well, how) for well, what, how in doctor.examine()}


def test_export_writes_every_kind_in_two_formats_and_says_what_the_columns_are(home):
    OrganisationFactory(name="=HYPERLINK(1)", about="Æ\nø")
    (home / "media").mkdir()
    (home / "media" / "logo.svg").write_text("<svg/>")

    call_command("export", home / "out")

    row = json.loads((home / "out" / "directory.organisation.jsonl").read_text())
    assert (row["name"], row["about"]) == ("=HYPERLINK(1)", "Æ\nø")
    assert "'=HYPERLINK(1)" in (home / "out" / "directory.organisation.csv").read_text()
    assert "## directory.organisation (1 rows)" in (home / "out" / "README.md").read_text()
    assert (home / "out" / "media" / "logo.svg").exists()
    assert (home / "out").stat().st_mode & 0o077 == 0


def test_export_holds_no_keys_to_doors(home):
    call_command("export", home / "out")
    names = {path.name for path in (home / "out").iterdir()}
    assert not names & {"core.signedlink.csv", "core.oncekey.csv"}
    assert "password" not in (home / "out" / "accounts.user.csv").read_text().splitlines()[0]


def test_export_holds_every_row_of_every_table_it_names(home):
    world.build()

    call_command("export", home / "out")

    for path in (home / "out").glob("*.jsonl"):
        model = apps.get_model(path.stem)
        with path.with_suffix(".csv").open(encoding="utf-8-sig", newline="") as file:
            in_csv = len(list(csv.DictReader(file)))
        assert len(path.read_text().splitlines()) == in_csv == model._base_manager.count(), path.name


def test_every_model_is_in_the_export_or_said_to_be_left_out(home):
    call_command("export", home / "out")

    exported = {path.stem for path in (home / "out").glob("*.jsonl")}
    ours = {model._meta.label_lower for model in apps.get_models() if model.__module__.startswith("sterke.")}
    assert ours - exported == LEFT_OUT


def test_a_secretarys_sheet_names_the_same_companies_as_the_export(home):
    built = world.build()
    _headings, rows = house.exports["organisations"](built.users["secretary"])

    call_command("export", home / "out")

    lines = (home / "out" / "directory.organisation.jsonl").read_text().splitlines()
    stored = {row["name"] for row in map(json.loads, lines) if row["merged_into"] is None}
    assert {row[0] for row in rows} == stored


def test_export_never_writes_into_a_folder_that_exists(home):
    with pytest.raises(CommandError, match="exists already"):
        call_command("export", home)


def test_doctor_says_one_line_each_and_fails_when_something_is_wrong(home, capsys):
    with pytest.raises(CommandError, match="need attention"):
        call_command("doctor")
    out = capsys.readouterr().out.splitlines()
    assert all(line.startswith(("ok ", "ATTENTION ")) for line in out)
    assert any("backup: never made" in line for line in out)


def test_doctor_is_content_when_all_is_well(home, settings, capsys):
    settings.DEMO = True
    call_command("createcachetable")
    Pulse.objects.create(name="worker 1")
    call_command("doctor")
    assert "ATTENTION" not in capsys.readouterr().out


def test_doctor_sees_demo_mode_outside_localhost(home, settings):
    settings.DEMO, settings.SITE_URL = True, "https://klyngen.example.no"
    well, how = lines_of()["address"]
    assert not well
    assert "anybody can sign in as anybody" in how


def test_doctor_sees_that_mail_is_held(home):
    Cluster.objects.update(mail_held=True)
    assert not lines_of()["outgoing mail"][0]


def test_doctor_sees_a_worker_that_died(home):
    Pulse.objects.create(name="worker 1", at="2020-01-01T00:00Z")
    assert not lines_of()["worker"][0]
