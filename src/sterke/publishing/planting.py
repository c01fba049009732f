"""What a new cluster's pages begin with, out of its profile's texts; from then on the office has the word."""

from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext, gettext_noop, override

from sterke.core.models import Cluster

from .pieces import TWIN, FrontPieces, Pieces

Words = dict[str, Any]
FRONT, BELOW = FrontPieces(), Pieces()


def told(cluster: Cluster, key: str, **names: str) -> Words:
    """Words of a piece out of the cluster's texts: ``told(cluster, "join", title="title")`` reads ``join.title``."""
    words: Words = {}
    for name, part in names.items():
        text = cluster.texts.get(f"{key}.{part}", {})
        words |= {name: text.get("nb", ""), f"{name}_en": text.get("en", "")}
    return words


def both(name: str, message: str) -> Words:
    """Words of the program's own, in both languages."""
    with override("nb"):
        return {name: gettext(message), f"{name}_en": message}


def button(message: str, place: str) -> Words:
    return both("label", message) | {"place": place}


def in_languages(cluster: Cluster, words: Words) -> Words:
    """Without English words where the cluster's texts have none: they stand in a whole piece, or nowhere in it."""
    speaks = any(text.get("en") for text in cluster.texts.values())
    return words if speaks else {name: value for name, value in words.items() if not name.endswith("_en")}


def front_pieces(cluster: Cluster) -> Any:
    """Who we are, what we ask for, news, the region in figures, the wall of members, where to join."""
    hero = told(cluster, "front", title="title", lead="lead")
    if not hero["title"]:
        hero = {"title": cluster.name, "title_en": cluster.name if hero["lead_en"] else ""} | {
            name: hero[name] for name in ("lead", "lead_en")
        }
    hero["first"] = in_languages(cluster, button(gettext_noop("Join us"), "membership:apply"))
    hero["second"] = in_languages(cluster, button(gettext_noop("See the members"), "website:organisations"))
    pieces: list[tuple[str, Any]] = [("hero", hero)]
    priorities = [priority(cluster, f"front.priority{n}") for n in (1, 2, 3)]
    if found := [words for words in priorities if words["title"]]:
        pieces.append(("priorities", found))
    pieces += [("live", {"what": what}) for what in ("news", "figures", "members")]
    return stored(FRONT, pieces + call_to_join(cluster))


def stored(block: Any, pieces: list[tuple[str, Any]]) -> Any:
    """The pieces as they are read from the database: with every field, also those that were not given."""
    return block.to_python([{"type": kind, "value": value} for kind, value in pieces])


def call_to_join(cluster: Cluster) -> list[tuple[str, Any]]:
    join = told(cluster, "join", title="title", text="text")
    if not join["title"]:
        return []
    join["button"] = in_languages(cluster, button(gettext_noop("Apply for membership"), "membership:apply"))
    return [("call", join)]


def priority(cluster: Cluster, key: str) -> Words:
    words = told(cluster, key, title="title", ask="ask", text="text")
    fact = told(cluster, key, number="number", counts="counts", source="source")
    same = {name: cluster.texts.get(f"{key}.{name}", {}).get("nb", "") for name in ("unit", "live")}
    return words | {"fact": fact | same}


def about_page(cluster: Cluster, milestones: list[dict[str, str]]) -> dict[str, Any]:
    """Who we are and what we are for; then what has been, how many we are, who steers, where to join, whom to ask."""
    words = told(cluster, "about", title="title", lead="text")
    purpose = told(cluster, "about", text="purpose")
    body = {
        name.replace("text", "body"): [("text", f"<p>{escape(text)}</p>")] for name, text in purpose.items() if text
    }
    pieces: list[tuple[str, Any]] = [("live", {"what": "members_over_time"})]
    if milestones:
        story = told(cluster, "about", title="history")
        if not story["title"]:
            story = in_languages(cluster, both("title", gettext_noop("What we have been through")))
        pieces.append(("history", story | {"moments": [moment(row) for row in milestones]}))
    pieces += [("live", {"what": what}) for what in ("networks", "bodies", "contact")]
    if not words["title"]:
        words |= in_languages(cluster, both("title", gettext_noop("About us")))
    return words | body | {"pieces": stored(BELOW, pieces + call_to_join(cluster))}


def moment(row: dict[str, str]) -> Words:
    return {name: row.get(name, "") for name in ("when", "when_en", "title", "title_en", "text", "text_en")}


def newcomers_page(cluster: Cluster, answers: list[dict[str, Any]]) -> dict[str, Any]:
    """What somebody who thinks of moving here wants to know, and whom to ask. Empty where the profile says nothing."""
    words = told(cluster, "move", title="title", lead="lead")
    if not words["title"]:
        return {}
    bodies = {f"body{end}": [block for row in answers for block in answer(row, end)] for end in ("", TWIN)}
    ask = {"what": "contact"} | told(cluster, "move", title="ask_title", text="ask")
    return words | bodies | {"pieces": stored(BELOW, [("live", ask)])}


def answer(row: dict[str, Any], end: str) -> list[tuple[str, Any]]:
    """A question with its answer, figures and the way on, in bokmål ("") or English."""
    title, text, label = (row.get(f"{name}{end}", "") for name in ("title", "text", "label"))
    if not title or not text:
        return []
    figures = [("live_figure", {"indicator": slug, "place": ""}) for slug in row.get("figures", [])]
    way = [("way", {"label": label, "place": row["place"]})] if label and row.get("place") else []
    return [("heading", title), ("text", f"<p>{escape(text)}</p>"), *figures, *way]
