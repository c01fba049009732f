"""An issue: what is new is gathered, picked, ordered, written, tried, scheduled; each edition holds what its reader may see."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from sterke.core.models import Activity, OutgoingMail
from sterke.publishing.newsletter import composing, issues, picking
from sterke.publishing.newsletter.models import NewsletterIssue
from tests import editorial
from tests import factories as make
from tests.publishing.newsletter.lettering import issue

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sending_is_allowed(settings):
    settings.BULK = {**settings.BULK, "anyway": "1"}


@pytest.fixture
def secretary():
    return make.viewer("secretary")


def editor_page(row, name="edit_issue", *more):
    return reverse(f"publishing:{name}", args=[row.pk, *more])


def titles(row, edition):
    return [item.title for item in picking.items_for(row, picking.viewer_of(edition))]


def test_begin_gathers_what_is_new_and_says_who_may_read_it(secretary):
    editorial.article(title="Åpent", visibility="public")
    editorial.article(title="Innenfor", visibility="members")
    editorial.article(title="Utkast", published=False)
    make.GatheringFactory(open=True, title="Hemmelig", visibility="secretariat")
    company = make.OrganisationFactory(member=True, visibility="public", name="Ny AS")
    company.memberships.update(joined_on=timezone.localdate())

    row = issues.begin(by=secretary)
    found = {item.title: item.visibility for item in row.items.all()}
    assert found["Åpent"] == "public"
    assert found["Innenfor"] == "members"
    assert found[f"{company} er med på laget"] == "public"
    assert not {"Utkast", "Hemmelig"} & set(found)
    assert not row.items.filter(picked=True).exists()
    assert Activity.objects.filter(verb="newsletter.begun").count() == 1


def test_gathering_again_adds_only_what_was_not_there(secretary):
    editorial.article(title="Først")
    row = issues.begin(by=secretary)
    editorial.article(title="Etterpå")
    assert picking.gather(row) == 1
    assert picking.gather(row) == 0


def test_begin_refuses_a_member():
    with pytest.raises(PermissionDenied):
        issues.begin(by=make.viewer("member"))
    assert not NewsletterIssue.objects.exists()


def test_a_visitor_gets_the_public_part_and_a_member_both():
    row = issue()
    assert titles(row, "public") == ["For alle"]
    assert titles(row, "members") == ["For alle", "Bare for medlemmer"]


def test_what_has_become_internal_since_it_was_picked_is_left_out(secretary):
    article = editorial.article(title="Var åpent")
    row = issues.begin(by=secretary)
    issues.move_item(row.items.get(title="Var åpent"), way="med", by=secretary)
    assert "Var åpent" in titles(row, "public")
    type(article).objects.filter(pk=article.pk).update(visibility="members")
    assert "Var åpent" not in titles(row, "public")
    assert "Var åpent" in titles(row, "members")
    type(article).objects.filter(pk=article.pk).update(live=False)
    assert "Var åpent" not in titles(row, "members")


def test_items_are_ordered_with_buttons(client_for):
    row, client = issue(), client_for("secretary")
    second = row.items.get(title="Bare for medlemmer")
    client.post(editor_page(row, "move_item", second.pk, "opp"))
    assert titles(row, "members") == ["Bare for medlemmer", "For alle"]
    client.post(editor_page(row, "move_item", second.pk, "ut"))
    assert titles(row, "members") == ["For alle"]
    client.post(editor_page(row, "move_item", second.pk, "med"))
    assert titles(row, "members") == ["For alle", "Bare for medlemmer"]


@pytest.mark.parametrize(
    "words",
    [
        "Hei {fornamn}",
        "Hei {{navn}}",
        "{0.__class__}",
        "{navn",
        "navn}",
        "{" * 1000 + "navn" + "}" * 1000,
        "{}",
        "{navn!r}",
    ],
)
def test_c8_a_placeholder_there_is_none_of_is_told_beside_the_field_and_nothing_is_stored(client_for, words):
    row = issue()
    data = {"subject": "Nytt", "greeting": words, "since": "2026-01-01", "segment": ""}
    answer = client_for("secretary").post(editor_page(row), data)
    assert answer.status_code == 422
    assert answer.context["form"].errors["greeting"]
    assert answer.context["form"]["greeting"].value() == words
    row.refresh_from_db()
    assert row.greeting.startswith("Hei {fornavn}")


def test_c8_the_place_of_an_unknown_placeholder_is_shown():
    with pytest.raises(ValidationError) as told:
        composing.check_words(NewsletterIssue(greeting="Hei,\n\nkjære {navnn}, hør her"))
    assert "3" in told.value.messages[0]
    assert "kjære {navnn}, hør" in told.value.messages[0]


def test_c8_other_languages_of_templates_are_only_words():
    row = issue(greeting="{{% if %}} {% now 'Y' %} %(navn)s ${navn}".replace("{", "(").replace("}", ")"))
    assert "%(navn)s $(navn)" in composing.draft(row, "public", "nb").text


@pytest.mark.parametrize(
    "name", ["www.ond.no", "http://ond.no", "Kari <b>", "{virksomhet}", "⟦leave⟧", "ond@example.no", "ond.no nå"]
)
def test_c7_a_name_that_would_become_a_link_or_more_is_left_out(name):
    facts = composing.facts_of(name=name, company=name, reason="x", token="t")
    assert (facts["name"], facts["first_name"], facts["company"]) == ("", "", "")


def test_what_a_reader_is_called_is_text_and_is_not_filled_in_again():
    row = issue(greeting="Hei {navn} i {virksomhet}")
    facts = composing.facts_of(name="Åse & Co", company="Jern 'n' stål", reason="{navn} <i>", token="t")
    page, text = composing.draft(row, "public", "nb").for_reader(facts)
    assert "Hei Åse &amp; Co i Jern &#x27;n&#x27; stål" in page
    assert "Hei Åse & Co i Jern 'n' stål" in text
    assert "{navn} &lt;i&gt;" in page


def test_c6_a_subject_with_a_line_break_is_refused_and_what_was_typed_is_kept(client_for):
    row = issue()
    data = {"subject": "Hei\r\nBcc: alle@example.no", "greeting": "x", "since": "2026-01-01"}
    answer = client_for("secretary").post(editor_page(row), data)
    assert answer.status_code == 422
    row.refresh_from_db()
    assert row.subject == "Nytt fra klynga"


def test_the_letter_is_styled_in_its_elements_asks_for_nothing_outside_and_stays_below_the_clip():
    draft = composing.draft(issue(), "members", "nb")
    assert 'style="' in draft.html
    assert "prefers-color-scheme: dark" in draft.html
    assert "<img" not in draft.html
    assert "@import" not in draft.html
    assert len(draft.html.encode()) < 100_000


def test_a_letter_mail_programs_would_cut_is_not_scheduled(secretary):
    row = issue()
    for n in range(150):
        row.items.create(title=f"Sak {n}", text="å" * 600, visibility="public", picked=True, order=n + 5)
    with pytest.raises(ValidationError, match="KB"):
        issues.schedule(row, at=timezone.now(), by=secretary)


def test_an_empty_letter_is_not_scheduled(secretary):
    row = NewsletterIssue.objects.create(subject="Tomt")
    with pytest.raises(ValidationError):
        issues.schedule(row, at=timezone.now(), by=secretary)
    row.refresh_from_db()
    assert row.state == "draft"


def test_a_test_goes_to_whoever_asks_and_to_nobody_else(client_for):
    row, client = issue(), client_for("secretary")
    client.post(editor_page(row, "issue_step", "prove-alle"))
    mail = OutgoingMail.objects.get()
    assert mail.to == client.user.email
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "Bare for medlemmer" not in mail.html


def test_f4_a_double_click_schedules_once_and_the_second_is_told(client_for):
    row, client = issue(), client_for("secretary")
    for _click in range(2):
        answer = client.post(editor_page(row, "schedule_issue"), {"send_at": "2026-01-01T07:00"}, follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert Activity.objects.filter(verb="newsletter.scheduled").count() == 1


def test_f4_begun_twice_with_the_same_form_there_is_one(client_for):
    client = client_for("secretary")
    for _click in range(2):
        client.post(reverse("publishing:begin_issue"), {"once": "samme-nokkel"})
    assert NewsletterIssue.objects.count() == 1


def test_a_scheduled_issue_is_not_changed_until_it_is_taken_back(secretary):
    row = issue()
    issues.schedule(row, at=timezone.now(), by=secretary)
    with pytest.raises(ValidationError):
        issues.write(row, subject="Nei", by=secretary)
    issues.take_back(row, by=secretary)
    issues.write(row, subject="Ja", by=secretary)
    assert row.subject == "Ja"


def test_the_letter_is_seen_light_dark_and_as_text(client_for):
    row, client = issue(), client_for("secretary")
    light, dark, text = (
        client.get(editor_page(row, "letter_of_issue", "public", look)) for look in ("lys", "mork", "tekst")
    )
    assert "@media all" in dark.content.decode()
    assert "@media all" not in light.content.decode()
    assert text["Content-Type"].startswith("text/plain")
    assert "frame-ancestors 'self'" in light["Content-Security-Policy"]


def test_an_item_links_to_our_own_pages_or_over_https(client_for):
    row, client = issue(), client_for("secretary")
    for url in ("javascript:alert(1)", "//ond.no", "http://ond.no"):
        answer = client.post(editor_page(row, "new_item"), {"title": "X", "url": url, "visibility": "public"})
        assert answer.status_code == 422, url
    client.post(editor_page(row, "new_item"), {"title": "Egen", "url": "https://example.no/", "visibility": "public"})
    assert titles(row, "public") == ["For alle", "Egen"]
