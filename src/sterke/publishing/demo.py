"""Publishing's part of the demo cluster: articles with pictures drawn here, a page, a draft, an old address."""

from datetime import datetime, time, timedelta
from io import BytesIO
from math import cos, pi, sin
from typing import Any

from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image, ImageDraw
from wagtail.contrib.redirects.models import Redirect

from sterke.core.demo import on
from sterke.core.house import house

from .models import ArticlePage, HomePage, NewsPage, Picture, SectionPage
from .newsletter import demo as newsletter_demo  # noqa: F401 - loads its own part later

SIZE = (1600, 900)
GROUND, GREENS, EMBER = "#0a2f25", ["#0f4c3a", "#1d7a5c", "#7fb092", "#d9e6dd"], "#c8410b"


def load(world: dict[str, Any]) -> None:
    home, news = HomePage.objects.get(), NewsPage.objects.get()
    for row in world["words"].get("article", []):
        day = world["today"] - timedelta(days=row["days"])
        with on(day, world):
            article = ArticlePage(**fields(row), topic=row["topic"], **picture_of(row, world))
            article.cases = [world["cases"][slug] for slug in row.get("cases", [])]
            publish(article, news, world)
        at = timezone.make_aware(datetime.combine(day, time(9)))
        ArticlePage.objects.filter(pk=article.pk).update(first_published_at=at, last_published_at=at)
    lead_on(home, world)
    for row in world["words"].get("draft", []):
        draft = news.add_child(instance=ArticlePage(**fields(row), topic=row["topic"], live=False))
        draft.save_revision(user=world["clockwork"])
    for row in world["words"].get("section", []):
        section = publish(SectionPage(**fields(row)), home, world)
        Redirect.objects.create(old_path=f"/gammel-side/{row['slug']}", redirect_page=section)


def lead_on(home: HomePage, world: dict[str, Any]) -> None:
    """Each priority on the front page leads to the article that tells more."""
    told = world["words"].get("priority_leads_to", [])
    for piece in home.pieces:
        if piece.block_type == "priorities":
            for priority, row in zip(piece.value, told, strict=False):
                article = ArticlePage.objects.get(slug=row["slug"])
                priority["more"] |= {"label": row["nb"], "label_en": row["en"], "page": article}
    home.save_revision(user=world["clockwork"]).publish(user=world["clockwork"], skip_permission_checks=True)


def publish(page: Any, parent: Any, world: dict[str, Any]) -> Any:
    page.live = False
    parent.add_child(instance=page)
    page.save_revision(user=world["clockwork"]).publish(user=world["clockwork"], skip_permission_checks=True)
    return page


def fields(row: dict[str, Any]) -> dict[str, Any]:
    named = ("title", "title_en", "lead", "lead_en", "slug", "visibility")
    return {name: row[name] for name in named if name in row} | {
        "body": body(row, "nb", "text"),
        "body_en": body(row, "en", "text_en"),
    }


def body(row: dict[str, Any], language: str, name: str) -> list[tuple[str, Any]]:
    if not row.get(name):
        return []
    blocks: list[tuple[str, Any]] = [("text", row[name])]
    if figure := row.get("figure"):
        told = {"number": figure["number"], "text": figure[language], "source": figure[f"source_{language}"]}
        blocks.append(("figure", told))
    if quote := row.get("quote"):
        blocks.append(("quote", {"words": quote[language], "who": quote[f"who_{language}"]}))
    return blocks


def picture_of(row: dict[str, Any], world: dict[str, Any]) -> dict[str, Any]:
    if "shows" not in row:
        return {}
    data = BytesIO()
    drawing(world["chance"]).save(data, "PNG")
    file = ImageFile(data, name=f"{row['slug']}.png")
    facts = {"title": row["title"], "description": row["shows"], "credit": "7sterke"}
    picture = Picture.objects.create(file=file, for_press=True, **facts)
    return {"picture": picture, "picture_alt": row["shows"], "picture_alt_en": row["shows_en"]}


def drawing(chance: Any) -> Image.Image:
    """A field of hexagons in the colours of the house, one of them glowing."""
    image = Image.new("RGB", SIZE, GROUND)
    pen, radius = ImageDraw.Draw(image), 190
    hot = (chance.randrange(2, 5), chance.randrange(1, 3))
    for row in range(-1, 5):
        for column in range(-1, 7):
            x, y = radius * 3**0.5 * (column + row % 2 / 2), radius * 1.5 * row
            points = [(x + radius * 0.97 * sin(n * pi / 3), y + radius * 0.97 * cos(n * pi / 3)) for n in range(6)]
            pen.polygon(points, fill=EMBER if (column, row) == hot else chance.choice([GROUND, GROUND, *GREENS]))
    return image


house.demos.append((40, load))
