import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from sterke.accounts.models import User
from sterke.core import profile
from sterke.core.models import Activity, Cluster
from sterke.membership.models import Body, MembershipCategory, Network
from sterke.region.models import Municipality, MunicipalityCode, RegionDefinition

ROOT = Path(__file__).resolve().parents[2]
TINY = ROOT / "tests" / "samples" / "tiny_profile" / "profile.toml"
SHIPPED = sorted(profile.SHIPPED.glob("*/profile.toml"))


def init(path, capsys=None, **options):
    call_command("init", profile=str(path), **options)
    return capsys.readouterr().out if capsys else ""


def with_municipalities(tmp_path, count):
    """The tiny profile with as many invented municipalities as asked for."""
    text = TINY.read_text()
    one = text[text.index("[[municipality]]") : text.index("[[region]]")]
    places = "".join(
        one.replace("lillevik", f"vik-{n}")
        .replace("Lillevik", f"Vik {n}")
        .replace("99", f"{n + 10}")
        .replace("98", f"{n + 50}")
        for n in range(count)
    )
    slugs = ", ".join(f'"vik-{n}"' for n in range(count))
    path = tmp_path / "profile.toml"
    path.write_text(text.replace(one, places).replace('municipalities = ["lillevik"]', f"municipalities = [{slugs}]"))
    return path


def broken(tmp_path, old, new):
    text = TINY.read_text()
    assert old in text
    path = tmp_path / "profile.toml"
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(profile.ProfileProblem) as problem:
        profile.read(path)
    return problem.value.errors


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_every_shipped_profile_is_whole(path):
    assert profile.read(path).cluster["languages"] == ["nb", "en"]


def test_init_makes_an_empty_working_cluster(db, client, capsys):
    out = init("7sterke", capsys)

    assert Cluster.current().name == "7sterke"
    assert Municipality.objects.in_region("cluster").count() == 7
    assert Municipality.objects.in_region("council").count() == 6
    assert Network.objects.count() == 5
    assert {body.kind for body in Body.objects.all()} == {"board", "nomination_committee", "secretariat"}
    assert "Made the cluster 7sterke" in out
    assert client.get("/").status_code == 200


def test_texts_stand_in_both_languages(db):
    init("7sterke")

    assert Cluster.current().text("front.title", "nb") == "Syv kommuner. Én industri."
    with translation.override("en"):
        assert Cluster.current().text("front.title") == "Seven municipalities. One industry."


def test_init_again_adds_nothing_and_says_so(db, capsys):
    init("7sterke")
    before = [
        model.objects.count()
        for model in (Municipality, MunicipalityCode, RegionDefinition, Network, MembershipCategory)
    ]

    out = init("7sterke", capsys)

    assert before == [
        m.objects.count() for m in (Municipality, MunicipalityCode, RegionDefinition, Network, MembershipCategory)
    ]
    assert "0 new, 0 brought up to date, 0 edited" in out


def test_init_again_keeps_an_edited_text_and_brings_the_others_up_to_date(db, capsys, tmp_path):
    path = tmp_path / "profile.toml"
    path.write_text(TINY.read_text() + '\n[texts."join.title"]\nnb = "Bli med."\n')
    init(path)
    cluster = Cluster.objects.get()
    cluster.texts["join.title"]["nb"] = "Hiv deg på."
    cluster.name = "Fjordbruket SA"
    cluster.save()
    path.write_text(path.read_text().replace("Fisk først.", "Fisk alltid.").replace("Bli med.", "Velkommen."))

    out = init(path, capsys)

    cluster = Cluster.objects.get()
    assert cluster.text("join.title") == "Hiv deg på."
    assert cluster.text("front.title") == "Fisk alltid."
    assert cluster.name == "Fjordbruket SA"
    assert "0 new, 1 brought up to date, 1 edited here and left alone" in out


def test_init_keeps_an_edited_network(db):
    init("7sterke")
    Network.objects.filter(slug="hr").update(name="Folk")

    init("7sterke")

    assert Network.objects.get(slug="hr").name == "Folk"


def test_init_refuses_another_clusters_profile(db):
    init("7sterke")

    with pytest.raises(CommandError, match="This database holds the cluster “7sterke”"):
        init(TINY)
    assert Municipality.objects.count() == 7


def test_the_first_secretary_may_enter_the_office(db, client_for):
    init(TINY, secretary="Ny@Example.no")
    init(TINY, secretary="ny@example.no")

    user = User.objects.get(email="ny@example.no")
    assert user.is_secretary
    assert user.person.appointments.count() == 1
    assert Activity.objects.filter(verb="appointment.made").count() == 1


def test_a_bad_secretary_address_changes_nothing(db):
    with pytest.raises(CommandError, match="is not an e-mail address"):
        init(TINY, secretary="ny at example")
    assert not Cluster.objects.exists()


@pytest.mark.parametrize("count", [1, 3, 30])
def test_a_cluster_of_any_size_opens(db, client, tmp_path, count):
    init(with_municipalities(tmp_path, count))

    assert Municipality.objects.in_region("cluster").count() == count
    assert Cluster.current().quorum == 3
    page = client.get("/")
    assert page.status_code == 200
    assert "Fjordbruket" in page.text


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ('slug = "fjordbruk"\n', "", "cluster: “slug” is missing"),
        ("quorum = 3", "quorum = 0", "cluster: “quorum” must be a whole number from 1, not 0"),
        ("quorum = 3", 'quorum = 3\ncolour = "red"', "cluster: “colour” is not known here"),
        ("latitude = 68.5", 'latitude = "nord"', "“latitude” must be a number from -90 to 90, not 'nord'"),
        ('code = "9901"', 'code = "991"', "municipality 1, code 991: “code” must be four digits in quotes, not '991'"),
        ('code = "9801"', 'code = "9901"', "municipality: code 9901 stands more than once"),
        ("from = 2015-01-01", "from = 2015-01-01\nto = 2014-01-01", "region 1: “to” is before “from”"),
        ('["lillevik"]', '["storevik"]', "region “Lillevik alene”: there is no municipality “storevik”"),
        ('kind = "cluster"', 'kind = "council"', "there is no [[region]] of kind cluster"),
        ('kind = "secretariat"', 'kind = "board"', "body: “board” stands more than once"),
        ('"front.title"', '"Title"', "texts: “Title” is not a key such as \"front.title\" (in quotes)"),
        ('languages = ["nb"]', 'languages = ["nb", "en"]', "texts “front.title”: the text in en is missing"),
        ("[cluster]", "[klynge]", "the table [cluster] is missing"),
        ("[cluster]", "[cluster", "cannot be read"),
    ],
)  # fmt: skip
def test_each_error_in_a_profile_is_one_clear_line(tmp_path, old, new, error):
    errors = broken(tmp_path, old, new)

    assert any(error in line for line in errors), errors
    assert all("\n" not in line for line in errors)


def test_all_errors_are_said_at_once(tmp_path):
    assert len(broken(tmp_path, "quorum = 3", 'quorum = "tre"\nemail2 = 1')) == 2


def strings_in(path):
    """Every string of a module that the program can show or compare; docstrings and comments may give examples."""
    tree = ast.parse(path.read_text())
    prose = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose
    ]


def test_nothing_about_a_cluster_stands_in_code():
    """Names of the shipped clusters and their places stand in profiles, demo data and tests only."""
    words = set()
    for path in SHIPPED:
        data = tomllib.loads(path.read_text())
        words |= {data["cluster"]["slug"], data["cluster"]["name"]}
        words |= {row["name"] for row in data["municipality"]} | {row["name"] for row in data["region"]}
    pattern = re.compile("|".join(rf"\b{re.escape(word)}\b" for word in sorted(words)))
    wrong = [
        f"{path.relative_to(ROOT)}: {found.group()}"
        for path in (ROOT / "src" / "sterke").rglob("*.py")
        if not path.stem.startswith("demo") and "profiles" not in path.parts
        for text in strings_in(path)
        if (found := pattern.search(text))
    ]
    assert wrong == []
