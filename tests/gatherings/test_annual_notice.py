"""Calling the annual meeting: by the statutes' day, or late with a reason; to every member company; the agenda kept."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from sterke.core.house import house
from sterke.core.models import Activity, OutgoingMail
from sterke.gatherings import actions as gatherings
from sterke.gatherings.actions import annual as actions
from sterke.gatherings.models import AgendaItem, AgendaPaper, Gathering, Notice, Statutes
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary():
    return make.viewer("secretary")


def meeting(days=30, **more):
    return make.GatheringFactory(
        open=True,
        kind="annual_meeting",
        place="Rådhuset",
        day=timezone.localdate() + datetime.timedelta(days=days),
        **more,
    )


def with_agenda(row, by):
    actions.set_item(row, title="Regnskap", title_en="Accounts", proposed_by="Styret", by=by)
    return row


def contact(**more):
    return make.RoleFactory(organisation=make.OrganisationFactory(member=True), kind="main_contact", **more)


def test_every_member_company_is_called_once_in_its_contacts_language(secretary):
    row = with_agenda(meeting(), secretary)
    nb, en = contact(), contact(person__language="en")
    notice = actions.send_notice(row, words="Velkommen", by=secretary)
    actions.write_notice(notice)  # a worker that runs twice
    mails = {mail.to: mail for mail in OutgoingMail.objects.all()}
    assert set(mails) == {nb.person.email, en.person.email}
    assert "1. Regnskap (foreslått av Styret)" in mails[nb.person.email].text
    assert "1. Accounts" in mails[en.person.email].text and "Rådhuset" in mails[en.person.email].text
    notice.refresh_from_db()
    assert (notice.companies, notice.late_why, notice.is_late) == (2, "", False)
    assert notice.written_at is not None


def test_the_main_contact_before_others_the_companys_own_address_last(secretary):
    row = with_agenda(meeting(), secretary)
    main = contact()
    make.RoleFactory(organisation=main.organisation, kind="contact")
    lonely, silent = make.OrganisationFactory(member=True), make.OrganisationFactory(member=True, name="Taus AS")
    make.ContactDetailsFactory(person=None, organisation=lonely, kind="email", value="post@example.no")
    notice = actions.send_notice(row, by=secretary)
    assert set(OutgoingMail.objects.values_list("to", flat=True)) == {main.person.email, "post@example.no"}
    assert (notice.companies, notice.unreached) == (2, [str(silent)])


@pytest.mark.parametrize(("days", "late"), [(14, False), (13, True)])
def test_the_last_day_of_the_statutes_is_in_time_and_the_day_after_is_late(secretary, days, late):
    Statutes.objects.create(notice_days=14)
    row = with_agenda(meeting(days), secretary)
    contact()
    if late:
        with pytest.raises(ValidationError, match="Skriv hvorfor") as refused:
            actions.send_notice(row, late_why="  ", by=secretary)
        assert "late_why" in refused.value.message_dict
        assert not Notice.objects.exists()
    sent = actions.send_notice(row, late_why="Revisor var syk", by=secretary)
    assert (sent.is_late, sent.late_why) == (late, "Revisor var syk" if late else "")
    assert ("Revisor var syk" in OutgoingMail.objects.get().text) == late
    assert Activity.objects.filter(verb="annual.notice_late").exists() == late


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"status": "draft"}, "kladd"),
        ({"status": "cancelled"}, "avlyst"),
        ({"place": ""}, "klokkeslett og sted"),
        ({"starts_at": None, "ends_at": None}, "klokkeslett og sted"),
    ],
)
def test_no_notice_of_what_is_not_ready(secretary, facts, said):
    row = with_agenda(meeting(), secretary)
    contact()
    Gathering.objects.filter(pk=row.pk).update(**facts)
    with pytest.raises(ValidationError, match=said):
        actions.send_notice(row, by=secretary)


def test_no_notice_without_an_agenda_nor_after_the_beginning(secretary):
    contact()
    with pytest.raises(ValidationError, match="saksliste"):
        actions.send_notice(meeting(), by=secretary)
    with pytest.raises(ValidationError, match="i gang"):
        actions.send_notice(with_agenda(meeting(-1), secretary), late_why="x", by=secretary)


def test_a_member_cannot_call_the_meeting_and_other_gatherings_have_no_notice(secretary):
    row = with_agenda(meeting(), secretary)
    with pytest.raises(PermissionDenied):
        actions.send_notice(row, by=make.viewer("member"))
    with pytest.raises(PermissionDenied):
        actions.set_item(make.GatheringFactory(), title="Sak", by=secretary)


def test_a_notice_for_another_day_does_not_hold_for_this_one(secretary):
    row = with_agenda(meeting(20), secretary)
    contact()
    actions.send_notice(row, by=secretary)
    assert desk(secretary) == []
    later = row.day + datetime.timedelta(days=1)
    Gathering.objects.filter(pk=row.pk).update(day=later, last_day=later)
    assert desk(secretary) == ["annual_notice"]


def desk(user):
    return [item.kind for give in house.desk for item in give(user) if item.kind.startswith("annual")]


@pytest.mark.parametrize(("days", "warned"), [(14 + 22, False), (14 + 21, True), (3, True)])
def test_the_desk_warns_in_time(secretary, days, warned):
    Statutes.objects.create(notice_days=14)
    meeting(days)
    assert bool(desk(secretary)) == warned


def test_members_see_the_agenda_once_the_notice_is_sent_and_visitors_never(client, secretary):
    row = with_agenda(meeting(), secretary)
    address = reverse("gatherings:annual", args=[row.slug])
    member = contact().person.user
    client.force_login(member)
    assert b"Regnskap" not in client.get(address).content
    actions.send_notice(row, by=secretary)
    assert b"Regnskap" in client.get(address).content
    client.logout()
    assert b"Regnskap" not in client.get(address).content


def test_a_paper_is_for_members_and_never_opens_as_a_page_of_ours(client, secretary, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    row = with_agenda(meeting(), secretary)
    member = contact().person.user
    file = SimpleUploadedFile("regnskap.pdf", b"%PDF-1.7")
    paper = actions.add_paper(row.agenda.get(), AgendaPaper(title="Regnskap", file=file), by=secretary)
    address = reverse("gatherings:annual_paper", args=[row.slug, paper.pk])
    client.force_login(member)
    assert client.get(address).status_code == 404
    actions.send_notice(row, by=secretary)
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Disposition"].split(";")[0]) == (200, "attachment")
    client.logout()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", ["virus.exe", "side.html", "bilde.svg"])
def test_odd_files_are_refused(secretary, name):
    row = with_agenda(meeting(), secretary)
    with pytest.raises(ValidationError, match="PDF"):
        actions.add_paper(row.agenda.get(), AgendaPaper(title="x", file=SimpleUploadedFile(name, b"x")), by=secretary)
    with pytest.raises(ValidationError, match="lenke"):
        actions.add_paper(row.agenda.get(), AgendaPaper(title="Ingenting"), by=secretary)


def test_numbers_follow_the_order_when_matters_move_and_go(secretary):
    row = meeting()
    one, two, three = (actions.set_item(row, title=f"Sak {name}", by=secretary) for name in "ABC")
    actions.move_item(three, up=True, by=secretary)
    actions.move_item(one, up=True, by=secretary)  # the first stays the first
    assert list(row.agenda.order_by("number").values_list("title", "number")) == [
        ("Sak A", 1),
        ("Sak C", 2),
        ("Sak B", 3),
    ]
    actions.drop_item(AgendaItem.objects.get(pk=one.pk), by=secretary)
    assert list(row.agenda.order_by("number").values_list("title", "number")) == [("Sak C", 1), ("Sak B", 2)]
    assert two.pk in row.agenda.values_list("pk", flat=True)


def test_what_changes_after_the_notice_says_so(client, secretary):
    row = with_agenda(meeting(), secretary)
    member = contact().person.user
    actions.send_notice(row, by=secretary)
    client.force_login(member)
    address = reverse("gatherings:annual", args=[row.slug])
    assert "endret etter innkallingen" not in client.get(address).content.decode()
    actions.set_item(row, item=row.agenda.get(), title="Regnskap og budsjett", by=secretary)
    assert "endret etter innkallingen" in client.get(address).content.decode()


def test_two_who_edit_one_matter_are_told(client, secretary, settings):
    settings.DEMO = True
    row = with_agenda(meeting(), secretary)
    item = row.agenda.get()
    client.force_login(secretary)
    address = reverse("gatherings:annual_item", args=[row.slug, item.pk])
    typed = {"title": "Min", "majority": "simple", "seen_version": "1"}
    assert client.post(address, typed).status_code == 302
    late = client.post(address, typed | {"title": "Din"})
    assert late.status_code == 422
    item.refresh_from_db()
    assert item.title == "Min"


def test_next_years_meeting_begins_with_last_years_agenda(secretary):
    row = with_agenda(meeting(-300), secretary)
    made = gatherings.copy_gathering(row, day=timezone.localdate() + datetime.timedelta(days=60), by=secretary)
    assert [(item.number, item.title, item.title_en) for item in made.agenda.all()] == [(1, "Regnskap", "Accounts")]
