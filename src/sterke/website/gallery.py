"""The gallery: every component in every state on one page, for those who build. Only in development and demo."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sterke.core.access import open_to
from sterke.core.models import Activity
from sterke.core.visibility import Visibility

CHOICES = [("a", "Nordbygda"), ("b", "Sørbygda")]


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
    for level in ("info", "success", "warning", "error"):
        getattr(messages, level)(request, f"{level}: {_('Saved.')}")
    return render(request, "website/gallery.html", {**every_state(), "query": request.GET})


def every_state() -> dict[str, Any]:
    return {
        "plain_form": GalleryForm(auto_id="plain_%s"),
        "wrong_form": GalleryForm({"name": "", "size": "c", "website": "tull"}),
        "conflict_form": SimpleNamespace(
            conflicts=[("Navn", "Odal Kjetting", "Odal Kjetting AS"), ("Om", None, "Ny tekst")]
        ),
        "states": [
            ("approved", "Innfridd"),
            ("partly", "Delvis"),
            ("declined", "Brutt"),
            ("waiting", "Åpent"),
            ("lapsed", "Bortfalt"),
        ],
        "middle": Paginator(range(500), 10).page(25),
        "lines": history(),
        "places": [
            {"name": name, "hex_column": column, "hex_row": row, "figure": level, "level": level, "url": "#"}
            for name, column, row, level in [
                ("En", 1, 0, 1),
                ("To", 1.5, 1, 2),
                ("Tre", 1, 2, 3),
                ("Fire", 2, 2, 4),
                ("Fem", 0.5, 3, 5),
            ]
        ],
        "today": timezone.localdate(),
    }


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
