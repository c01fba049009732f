"""The components every room shares: tied together for a screen reader, safe with any text, readable in both themes."""

import re

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import timezone, translation
from pytest_django.asserts import assertHTMLEqual

from sterke.core.house import house
from sterke.core.models import Activity
from sterke.core.templatetags.house import control, tone


class PlainForm(forms.Form):
    name = forms.CharField(help_text="Slik det står i registeret.")
    place = forms.ChoiceField(choices=[("a", "Åsnes"), ("b", "Grue")], widget=forms.RadioSelect)
    agree = forms.BooleanField()
    note = forms.CharField(required=False, widget=forms.Textarea)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def field(name: str, data: dict | None = None) -> str:
    return render_to_string("components/field.html", {"field": PlainForm(data)[name]})


def test_a_field_ties_its_label_help_and_error_to_its_input():
    shown = field("name", {"name": ""})
    assert '<label class="ds-label" data-weight="medium" for="id_name">' in shown
    assert 'aria-describedby="id_name_helptext id_name_error"' in shown
    assert 'id="id_name_helptext"' in shown
    assert 'id="id_name_error"' in shown
    assert 'aria-invalid="true"' in shown


def test_a_field_without_error_is_not_marked_invalid():
    assert "aria-invalid" not in field("name")


def test_a_field_keeps_what_was_typed_and_escapes_it():
    shown = field("name", {"name": '"><script>alert(1)</script>'})
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_boxes_that_belong_together_stand_in_a_fieldset_with_a_legend():
    shown = field("place", {"place": "x"})
    assert shown.count("<fieldset") == 1
    assert "<legend" in shown
    assert shown.count('type="radio"') == 2
    assert 'for="id_place_1"' in shown


def test_a_single_box_stands_before_its_label():
    shown = field("agree")
    assert shown.index('type="checkbox"') < shown.index("<label")


def test_only_fields_that_may_be_left_out_say_so():
    with translation.override("nb"):
        assert "valgfritt" in field("note")
        assert "valgfritt" not in field("name")


def test_the_error_summary_leads_to_each_field():
    shown = render_to_string("components/errors.html", {"form": PlainForm({})})
    assert 'role="alert"' in shown
    assert 'tabindex="-1"' in shown
    assert re.findall(r'href="#([^"]+)"', shown) == ["id_name", "id_place", "id_agree"]


def test_a_form_without_errors_has_no_error_summary():
    assert render_to_string("components/errors.html", {"form": PlainForm()}).strip() == ""


def test_conflicts_show_what_is_stored_beside_what_was_typed():
    form = {"conflicts": [("Navn", "Odal Kjetting", "Odal Kjetting AS"), ("Om", None, "<b>")]}
    shown = render_to_string("components/conflicts.html", {"form": form})
    assert "Odal Kjetting</td>" in shown
    assert "<strong>Odal Kjetting AS</strong>" in shown
    assert "&lt;b&gt;" in shown


def test_pages_keep_the_rest_of_the_address():
    page = Paginator(range(1000), 10).page(5)
    shown = render_to_string("components/pages.html", {"page": page, "query": QueryDict("q=å&side=5")})
    assert 'href="?q=%C3%A5&amp;side=4"' in shown
    assert 'href="?q=%C3%A5&amp;side=6"' in shown
    assert shown.count('aria-current="true"') == 1


def test_one_page_needs_no_pager():
    page = Paginator(range(3), 10).page(1)
    assert render_to_string("components/pages.html", {"page": page, "query": QueryDict()}).strip() == ""


def line(verb: str = "gate.opened", **details) -> Activity:
    return Activity(at=timezone.now(), verb=verb, actor="Kari", subject="Porten", details=details)


def test_the_timeline_tells_history_in_the_rooms_own_words(monkeypatch):
    monkeypatch.setitem(house.phrases, "gate.opened", "%(actor)s åpnet %(subject)s")
    shown = render_to_string("components/timeline.html", {"lines": [line()]})
    assert "Kari åpnet Porten" in shown


def test_the_timeline_falls_back_to_the_verb_when_no_room_has_words_for_it():
    assert "Kari: gate.opened Porten" in render_to_string("components/timeline.html", {"lines": [line()]})


def test_the_timeline_shows_what_was_changed_from_and_to():
    shown = render_to_string("components/timeline.html", {"lines": [line(changes={"Ansatte": ["41", "44"]})]})
    assert "<del>41</del>" in shown
    assert "<ins>44</ins>" in shown


@pytest.mark.parametrize(("kind", "colour"), [("approved", "success"), ("declined", "danger"), ("no such", "neutral")])
def test_a_badge_has_the_colour_of_its_kind(kind, colour):
    assert tone(kind) == colour


@pytest.mark.parametrize("value", ["", "tre", "nothing of ours"])
def test_a_choice_is_drawn_as_django_draws_it(value):
    class Filters(forms.Form):
        trade = forms.ChoiceField(
            choices=[("", "All"), ("tre", "Wood & <paper>")],
            help_text="What you make",
            widget=forms.Select({"data-x": "y"}),
        )

    field = Filters({"trade": value} if value else None)["trade"]

    assertHTMLEqual(control(field), field.as_widget(attrs={"class": "ds-input"}))
