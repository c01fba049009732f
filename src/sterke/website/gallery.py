"""The gallery: every component in every state on one page, light beside dark. Only in development and demo."""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sterke.core.access import open_to
from sterke.core.models import Activity
from sterke.core.visibility import Visibility

CHOICES = [("a", "Nordbygda"), ("b", "Sørbygda")]
LONG = "Sør-Hedmark Automasjon, Hydraulikk, Sveis og Mekanisk Vedlikehold for Industrien"
STATES = [
    ("kept", "Innfridd"),
    ("partly", "Delvis"),
    ("broken", "Brutt"),
    ("open", "Åpent"),
    ("lapsed", "Bortfalt"),
]


class GalleryForm(forms.Form):
    hidden = forms.CharField(widget=forms.HiddenInput, initial="x")
    name = forms.CharField(label=_("name"), help_text=_("As it stands in the register."))
    website = forms.URLField(label=_("web site"), required=False, assume_scheme="https")
    message = forms.CharField(label=_("message"), widget=forms.Textarea, required=False)
    day = forms.DateField(label=_("from"), widget=forms.DateInput(attrs={"type": "date"}))
    place = forms.ChoiceField(label=_("municipality"), choices=[("", "–"), *CHOICES])
    size = forms.ChoiceField(label=_("employees"), choices=CHOICES, widget=forms.RadioSelect)
    many = forms.MultipleChoiceField(
        label=_("networks"), choices=CHOICES, widget=forms.CheckboxSelectMultiple, help_text=_("Choose all that fit.")
    )
    agree = forms.BooleanField(label=_("show to everyone"), help_text=_("You can change it later."))
    picture = forms.FileField(label=_("file"), required=False)

    def clean(self) -> None:
        raise forms.ValidationError(_("The two do not go together."))


@require_safe
@open_to(Visibility.PUBLIC)
def components(request: HttpRequest) -> HttpResponse:
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    light, dark = every_state("light"), every_state("dark")
    parts = [
        {"name": Path(name).stem, "scenes": [_scene(name, "light", light[name]), _scene(name, "dark", dark[name])]}
        for name in light
    ]
    return render(request, "website/gallery.html", {"parts": parts})


def _scene(template: str, theme: str, state: dict[str, Any]) -> dict[str, str]:
    return {"theme": theme, "html": render_to_string(template, state)}


def every_state(theme: str) -> dict[str, dict[str, Any]]:
    """What each part of the gallery shows; ``theme`` keeps the fields of the two scenes apart."""
    wrong = {"name": "", "size": "c", "website": "tull"}
    conflicts = [("Navn", "Odal Kjetting", "Odal Kjetting AS"), ("Om", None, "Ny tekst")]
    return {
        "website/gallery/words.html": {},
        "website/gallery/buttons.html": {},
        "website/gallery/badge.html": {"states": STATES},
        "website/gallery/alerts.html": {},
        "website/gallery/figure.html": {"figures": figures()},
        "website/gallery/mandate.html": {"mandates": mandates()},
        "website/gallery/story.html": {"events": story()},
        "website/gallery/event.html": {"events": gatherings()},
        "website/gallery/wall.html": {
            "names": ["Glåma Mekaniske", "Solør Tre", LONG, "Odal Kjetting", "شركة الصناعة", "Magnor Lys"]
        },
        "website/gallery/hexagons.html": {"regions": regions()},
        "website/gallery/rows.html": {"today": timezone.localdate(), "long": LONG},
        "website/gallery/facts.html": {"today": timezone.localdate()},
        "website/gallery/table.html": {
            "page": theme == "light" and Paginator(range(500), 10).page(25),
            "query": QueryDict("q=tre"),
        },
        "website/gallery/timeline.html": {"lines": history()},
        "website/gallery/progress.html": {},
        "website/gallery/empty.html": {},
        "website/gallery/field.html": {"form": GalleryForm(auto_id=f"{theme}_%s")},
        "website/gallery/errors.html": {"form": GalleryForm(wrong, auto_id=f"{theme}_wrong_%s")},
        "website/gallery/conflicts.html": {"form": SimpleNamespace(conflicts=conflicts)},
    }


def figures() -> list[dict[str, str]]:
    return [
        {
            "kicker": "Tilgang til markedene",
            "number": "33 km",
            "finding": "E16 er fortsatt to felt",
            "text": "Nybakk–Slomarka. Lovet, utsatt, og lovet igjen.",
            "source": "Eksempel: her står kilde og dato",
            "url": "#main",
            "button": "Hele historien",
        },
        {"number": "8 676", "finding": "er mellom 20 og 35 år"},
    ]


def mandates() -> list[dict[str, Any]]:
    return [
        {
            "number": 74,
            "of": 91,
            "text": "bedrifter med 3 912 ansatte står bak",
            "detail": "av 91 spurte · gjelder til 2028",
        },
        {"number": 0, "of": 91, "text": "bedrifter har svart", "detail": "Spørsmålet gikk ut i dag"},
    ]


def story() -> list[dict[str, Any]]:
    return [
        {"when": "12. februar 2026", "text": "Styret vedtok standpunkt, versjon 4", "newest": True},
        {"when": "20. november 2025", "text": "Industriforum: felles krav, 200 deltakere", "url": "#main"},
        {"when": "2019", "text": "Nye Veier overtok strekningen", "kind": "open", "state": "Åpent løfte"},
        {"when": "Oktober 2007", "text": "Kløfta–Nybakk åpnet", "kind": "kept", "state": "Innfridd"},
    ]


def gatherings() -> list[dict[str, Any]]:
    today = timezone.localdate()
    return [
        {
            "day": today + timedelta(days=16),
            "title": "Vedlikehold som ikke stopper linja",
            "text": "Hos Glåma Mekaniske, Skarnes. 27 av 40 plasser tatt.",
            "goal": "Mål: ti bedrifter har tatt i bruk ett grep innen 30 dager.",
            "url": "#main",
        },
        {"day": today + timedelta(days=200), "title": LONG, "text": "Hold av dagen."},
    ]


# Invented, as all that the gallery shows.
SEVEN: list[tuple[str, float, float, Any]] = [
    ("Nordmark", 1, 0, 15.2),
    ("Øystad", 1.5, 1, 15.5),
    ("Vest-Elvdal", 1, 2, 16.4),
    ("Lund", 2, 2, 16.0),
    ("Sør-Elvdal", 0.5, 3, 16.8),
    ("Industribyen", 1.5, 3, 17.4),
    ("Skogeid", 2, 4, 15.4),
]


THIRTY = (
    "Lesja Dovre Folldal Tynset Tolga Os Skjåk Vågå Alvdal Rendalen Engerdal Trysil Lom "
    "Nord-Fron Ringebu Stor-Elvdal Åmot Elverum Øyer Lillehammer "
    "Ringsaker Løten Gjøvik Hamar Stange Vang Furnes Nes Romedal Vardal"
)


def regions() -> list[dict[str, Any]]:
    """Regions of 1, 3, 7 and 30 municipalities: with links, without, one chosen, names alone, figures missing."""
    seven = [
        {"name": name, "hex_column": column, "hex_row": row, "figure": figure, "url": "#main"}
        for name, column, row, figure in SEVEN
    ]
    names = [{part: place[part] for part in ("name", "hex_column", "hex_row")} for place in seven]
    missing = [
        {**place, "url": "", "figure": None, "reason": "holdt tilbake: færre enn tre bedrifter"}
        if i in (3, 6)
        else place
        for i, place in enumerate(seven)
    ]
    odd = [
        {"name": name, "hex_column": i % 2 + (i // 2) * 0.5, "hex_row": i // 2, "figure": 10 ** (i * 2)}
        for i, name in enumerate([LONG, "<b>Lund</b>", "بلدية كونغسفينغر", "Nordre Land og Søndre Land"])
    ]
    thirty = [
        {"name": name, "hex_column": i % 6 + i // 6 % 2 / 2, "hex_row": i // 6, "figure": i * i % 17}
        for i, name in enumerate(THIRTY.split())
    ]
    title = "Andel 20–35 år, 2026"
    chosen = [{**place, "chosen": place["name"] == "Industribyen"} for place in seven]
    return [
        {"places": chosen, "title": title, "unit": "%", "source": "Eksempeltall. Her står kilde og dato."},
        {"places": missing, "title": f"{title}: to mangler", "unit": "%", "source": ""},
        {"places": names, "title": "Bare navn, uten lenker", "unit": "", "source": ""},
        {"places": odd, "title": "Lange og uvante navn", "unit": "kroner", "source": ""},
        {"places": thirty[:1], "title": "Én kommune", "unit": "medlemmer", "source": ""},
        {"places": thirty[:3], "title": "Tre kommuner", "unit": "medlemmer", "source": ""},
        {"places": thirty, "title": "Tretti kommuner", "unit": "medlemmer", "source": ""},
    ]


def history() -> list[Activity]:
    now = timezone.now()
    return [
        Activity(
            at=now,
            verb="organisation.edited",
            actor="Kari Nordmann",
            subject="Odal Kjetting",
            details={"changes": {"Ansatte": ["41", "44"], "Nettside": ["", "https://example.no"]}},
        ),
        Activity(at=now - timedelta(days=3), verb="unknown.verb", actor="Ola Nordmann", subject="Solør Tre"),
    ]
