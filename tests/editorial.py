"""Pages of the office for tests, made the way the office makes them: a draft, then published."""

from io import BytesIO
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.models import Collection

from sterke.core.house import house
from sterke.publishing.models import ArticlePage, HomePage, NewsPage, Picture, SectionPage
from sterke.publishing.profile import plant

numbers = count(1)


def home():
    return HomePage.objects.first() or plant("Testklyngen")


def news():
    return NewsPage.objects.first() or home().add_child(
        instance=NewsPage(title="Aktuelt", title_en="News", slug="aktuelt")
    )


def put(page, parent, published=True):
    page.live = False
    parent.add_child(instance=page)
    revision = page.save_revision()
    if published:
        revision.publish(skip_permission_checks=True)
    page.refresh_from_db()
    return page


def article(published=True, cases=(), **fields):
    number = next(numbers)
    words = {"title": f"Sak {number}", "slug": f"sak-{number}", "topic": "saker", "lead": "Kort sagt.", "body": []}
    page = ArticlePage(**words | fields)
    page.cases = list(cases)
    return put(page, news(), published)


def section(parent=None, published=True, **fields):
    number = next(numbers)
    words = {"title": f"Side {number}", "slug": f"side-{number}", "lead": "Kort sagt."}
    return put(SectionPage(**words | fields), parent or home(), published)


def every_piece(picture):
    """One of each piece a page may be put together from, those that the rooms draw included."""
    button = {"label": "Bli med", "label_en": "Join", "url": "https://example.no/"}
    moment = {"when": "2007", "when_en": "2007", "title": "Seksten bedrifter", "title_en": "Sixteen companies"}
    return [
        *(
            ("live", {"what": name, "title": f"Fra huset: {name}", "title_en": f"Live: {name}"})
            for name in house.pieces
        ),
        ("text", {"title": "Kort sagt", "title_en": "In short", "text": "<p>Vei.</p>", "text_en": "<p>Roads.</p>"}),
        ("fact", {"number": "33", "unit": "km", "counts": "to felt", "source": "Prøve, 2026"}),
        ("live_figure", {"indicator": "folketall", "text": "Og flere skal det bli.", "text_en": "And more to come."}),
        ("quote", {"quote": "Naboen hadde den.", "who": "En nabo"}),
        ("picture", {"image": picture, "alt": "En aksling", "caption": "På hylla"}),
        ("history", {"title": "Slik ble det", "title_en": "How it went", "moments": [moment, moment]}),
        ("call", {"title": "Bli med, da vel.", "title_en": "Come on, join us.", "button": button}),
    ]


def arranged(picture):
    """The front page and a page of its own, each put together from one of every piece."""
    front, button = home(), {"label": "Bli medlem", "label_en": "Join", "place": "membership:apply"}
    fact = {
        "number": "33",
        "unit": "km",
        "counts": "to felt",
        "counts_en": "two lanes",
        "source": "2026",
        "source_en": "2026",
    }
    priority = {"title": "Vei", "title_en": "Roads", "ask": "Fire felt.", "ask_en": "Four lanes.", "fact": fact}
    front.pieces = [
        ("hero", {"title": "Sju kommuner.", "title_en": "Seven towns.", "first": button, "with_region": True}),
        ("priorities", [priority, priority | {"fact": fact | {"live": "folketall"}}]),
        *every_piece(picture),
    ]
    front.save()
    body = [("live_figure", {"indicator": "folketall", "place": "asnes", "text": "Flest på Flisa."})]
    words = {"title": "Om oss", "title_en": "About us", "lead_en": "In short.", "body": body, "body_en": body}
    return section(**words, slug="om-oss", pieces=every_piece(picture))


def image_file(name="bilde.png", size=(60, 40), kind="PNG", **options):
    data = BytesIO()
    Image.new("RGB", size, "green").save(data, kind, **options)
    return SimpleUploadedFile(name, data.getvalue())


def shelf():
    """Where pictures lie: the one collection there is."""
    home()
    return Collection.objects.first()


def picture(**fields):
    return Picture.objects.create(**{"title": "Saga", "file": image_file(), "collection": shelf()} | fields)


def filled(**words):
    """The form of a page in the office, filled in as a browser sends it, with no blocks in its texts."""
    streams = {f"{name}-count": "0" for name in ("body", "body_en", "pieces")}
    comments = {f"comments-{part}_FORMS": "0" for part in ("TOTAL", "INITIAL")}
    plain = dict.fromkeys(("title", "title_en", "lead", "lead_en", "slug", "topic", "written_by", "picture"), "")
    return plain | {"visibility": "public", "go_live_at": "", "expire_at": ""} | streams | comments | words
