"""Badges and the list of participants, read back by others: text by pypdf, pictures by PDFium, codes by ZXing."""

import io
import re

import pypdf
import pypdfium2
import pytest
import zxingcpp
from django.urls import reverse
from PIL import ImageChops

from sterke.core import pdf
from sterke.gatherings import on_paper
from sterke.gatherings.models import DietaryNeed, ProgrammeItem, Speaker
from sterke.gatherings.reports_participants import Wanted
from tests import factories as make

pytestmark = pytest.mark.django_db
A4, SCALE = (210, 297), 4  # mm; pixels for each
LEFT, TOP, WIDE, TALL = 15, 11, 90, 55


@pytest.fixture
def gathering():
    return make.GatheringFactory(open=True, title="Industriforum")


def come(gathering, name, **facts):
    return make.RegistrationFactory(gathering=gathering, name=name, **facts)


def badges(gathering, part=1, **asked):
    return on_paper.badges(gathering, Wanted.of(asked), part)


def words(paper):
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper)).pages]


def picture(paper, number=0):
    page = pypdfium2.PdfDocument(paper)[number]
    return page.render(scale=A4[0] * SCALE / page.get_width()).to_pil().convert("RGB")


def cell(image, number):
    """One badge on a sheet, and what is right around it."""
    left, top = LEFT + number % 2 * WIDE, TOP + number // 2 * TALL
    return image.crop(tuple(n * SCALE for n in (left, top, left + WIDE, top + TALL)))


def test_each_badge_has_name_company_and_a_code_that_a_phone_reads(gathering):
    company = make.OrganisationFactory(name="Åsnes Mekaniske")
    rows = [come(gathering, f"Øyvind {n:02}", organisation=company) for n in range(12)]
    paper = badges(gathering)
    first, second = words(paper)
    assert first.count("Åsnes Mekaniske") == 10
    assert "Industriforum" in first
    assert "Øyvind 11" in second
    for number, row in enumerate(rows):
        found = zxingcpp.read_barcodes(cell(picture(paper, number // 10), number % 10))
        assert [code.text for code in found] == [row.code]


def test_badges_lie_in_norwegian_order(gathering):
    for name in ("Åse", "Øystein", "Ærlig", "Aaberg", "Zakarias", "Anne"):
        come(gathering, name)
    text = words(badges(gathering))[0]
    places = [text.index(name) for name in ("Anne", "Zakarias", "Ærlig", "Øystein", "Aaberg", "Åse")]
    assert places == sorted(places)


def test_only_those_with_a_seat_get_one_and_only_those_asked_for(gathering):
    come(gathering, "Anne")
    come(gathering, "Bjørn")
    come(gathering, "Cecilie", state="waiting", line=1)
    come(gathering, "Dag", state="cancelled")
    come(gathering, "Eva", state="offered")
    text = "".join(words(badges(gathering)))
    assert "Anne" in text
    assert [name for name in ("Cecilie", "Dag", "Eva") if name in text] == []
    assert "Bjørn" not in "".join(words(badges(gathering, sok="anne")))


HOSTILE = [
    '#import "/settings.py": *', "#panic()", "$x^2$ *b* _i_ `c` <l> @r \\", "// a /* b */", '"); #read("/etc/passwd")',
    "A" * 200, "Wolfeschlegelsteinhausenbergerdorff " * 5, "Олександр Шевченко", "Łukasz Żółć", "Ελένη Παπά",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_text_and_stays_on_its_badge(gathering, name):
    first = come(gathering, "A")
    come(gathering, "ZZZ", company_name="Bruket")
    before = picture(badges(gathering))
    first.name = first.company_name = name.strip()
    first.save()
    type(first).objects.filter(pk=first.pk).update(sort_key="a")
    paper = badges(gathering)
    read = pypdfium2.PdfDocument(paper)[0].get_textpage().get_text_range()
    whole = "".join(re.split(r"[\s\u200b\ufffe]+", read))  # where a line ends, or may end
    assert whole.count("".join(name.split())) == 2  # all of it, as name and as company
    difference = ImageChops.difference(before, picture(paper)).getbbox()
    edges = [n * SCALE for n in (LEFT, TOP, LEFT + WIDE, TOP + TALL)]
    assert difference[0] >= edges[0]
    assert difference[1] >= edges[1]
    assert difference[2] <= edges[2]
    assert difference[3] <= edges[3]


@pytest.mark.parametrize("name", ["\U0001f98a", "مرحبا بالعالم", "東京"])
def test_a_name_our_fonts_do_not_have_leaves_a_line_to_write_on(gathering, name):
    row = come(gathering, name)
    image = cell(picture(badges(gathering)), 0)
    assert zxingcpp.read_barcodes(image)[0].text == row.code
    line = image.crop((6 * SCALE, 12 * SCALE, 85 * SCALE, 32 * SCALE)).convert("L")
    tall = ImageChops.invert(line).getbbox()
    assert tall[3] - tall[1] <= SCALE


def test_signs_that_turn_the_direction_are_left_out(gathering):
    come(gathering, "Kari \u202eonadroN\u202c Moen")
    assert "\u202e" not in "".join(words(badges(gathering)))


def test_speakers_hosts_and_guests_have_a_word_and_a_colour(gathering):
    host = make.OrganisationFactory(name="Verten")
    gathering.hosts.add(host)
    item = ProgrammeItem.objects.create(gathering=gathering, title="Åpning", starts_at=gathering.starts_at)
    Speaker.objects.create(item=item, name="Anne Taler")
    come(gathering, "Anne Taler", organisation=host)
    come(gathering, "Bjørn", organisation=host)
    come(gathering, "Cecilie", is_guest=True)
    come(gathering, "Dag")
    paper = badges(gathering)
    assert [words(paper)[0].count(word) for word in ("Foredragsholder", "Vert\n", "Gjest")] == [1, 1, 1]
    bands = [cell(picture(paper), n).getpixel((SCALE, 30 * SCALE)) for n in range(4)]
    assert len(set(bands)) == 4
    assert bands[3] == (255, 255, 255)


def test_no_font_but_ours_is_in_it(gathering):
    come(gathering, "Øyvind Шевченко", company_name="Ελένη")
    fonts = set()
    for page in pypdf.PdfReader(io.BytesIO(badges(gathering))).pages:
        fonts |= {str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].get_object().values()}
    assert fonts
    assert [name for name in fonts if "archivo" not in name and "inter" not in name] == []


def test_the_list_has_everybody_by_name_and_by_company_counted_without_address_or_food(gathering):
    mill, works = make.OrganisationFactory(name="Bruket"), make.OrganisationFactory(name="Åsnes Mekaniske")
    for name, company in (("Åse", works), ("Anne", mill), ("Bjørn", works)):
        row = come(gathering, name, organisation=company, email=f"{name[0]}x@example.no")
        DietaryNeed.objects.create(registration=row, text="kanarimat")
    come(gathering, "Gunn", company_name="Ukjent AS", is_guest=True)
    text = "\n".join(words(on_paper.participant_list(gathering, Wanted())))
    assert "Etter navn" in text
    by_name, by_company = text.split("Etter bedrift")
    assert [name for name in ("4", "personer", "3", "bedrifter") if name not in by_name] == []
    assert by_name.index("Anne") < by_name.index("Bjørn") < by_name.index("Gunn") < by_name.index("Åse")
    assert by_company.index("Bruket") < by_company.index("Ukjent AS") < by_company.index("Åsnes Mekaniske")
    assert "Gjest" in by_name
    assert "@" not in text
    assert "kanarimat" not in text


def test_both_are_sent_as_files_nobody_keeps(client_for, gathering):
    come(gathering, "Anne")
    client = client_for("secretary")
    for name, file in (("badges", "navneskilt"), ("participant_list", "deltakere")):
        answer = client.get(reverse(f"gatherings:{name}", args=[gathering.slug]))
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"] == f'attachment; filename="{gathering.slug}-{file}.pdf"'
        assert answer["Cache-Control"] == "no-store, private"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer.content.startswith(b"%PDF-")


def test_of_very_many_each_file_has_a_part(client_for, gathering, monkeypatch):
    monkeypatch.setattr(on_paper, "A_FILE", 2)
    for name in ("Anne", "Bjørn", "Cecilie"):
        come(gathering, name)
    client, address = client_for("secretary"), reverse("gatherings:badges", args=[gathering.slug])
    parts = [words(client.get(f"{address}?del={n}").content)[0] for n in (1, 2)]
    assert [("Anne" in text, "Bjørn" in text, "Cecilie" in text) for text in parts] == [
        (True, True, False),
        (False, False, True),
    ]
    assert client.get(f"{address}?del=3").status_code == 404
    assert "?del=2" in client.get(reverse("gatherings:participants", args=[gathering.slug])).content.decode()


def test_nobody_there_and_a_press_that_stands_still_lead_back_to_the_list(client_for, gathering, monkeypatch):
    client, address = client_for("secretary"), reverse("gatherings:badges", args=[gathering.slug])
    back = reverse("gatherings:participants", args=[gathering.slug])
    assert client.get(address)["Location"] == back
    come(gathering, "Anne")
    monkeypatch.setattr(pdf, "SECONDS", 0.01)
    assert client.get(address)["Location"] == back
    assert "Prøv igjen om et minutt" in client.get(back).content.decode()


def test_more_than_a_paper_can_hold_is_refused_before_it_is_begun(gathering):
    with pytest.raises(pdf.NotSet):
        pdf.paper("gatherings/papers/badges.typ", {"badges": ["x" * pdf.MOST_BYTES]}, title="")
