"""What gatherings give the house."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from sterke.core.house import (
    Address,
    Contribution,
    DeskItem,
    Individual,
    Trace,
    gives_addresses,
    gives_contributions,
    gives_data,
    gives_desk,
    gives_erasure,
    gives_export,
    gives_keeping,
    gives_piece,
    gives_search,
    gives_traces,
    promises,
    says,
)
from sterke.core.paths import path_to
from sterke.goals.models import Goal

from . import house_annual as house_annual  # registers what the annual meeting gives
from . import news as news  # registers what is new
from . import reports, reports_inviting, told
from . import story as story  # registers what there is to tell
from . import strand as strand  # registers the gatherings in the story of a case
from .models import (
    CheckIn,
    DietaryNeed,
    Gathering,
    GatheringAnswer,
    GatheringFeedback,
    GatheringFollowUp,
    GatheringGoal,
    GatheringQuestion,
    GatheringSeries,
    GoalResult,
    Invitation,
    Joining,
    Material,
    ProgrammeItem,
    Registration,
    Speaker,
)
from .wording import moment

ERASED = "–"
KEEP_DAYS = 365  # after a gathering
SHOWN = 4  # on the front page
PEOPLE = "gatherings: one's own"

gives_search(
    "styrketrening",
    _("Gatherings"),
    Gathering,
    title=("title", "title_en"),
    near=("place", "network__name", "municipality__name"),
    text=("lead", "lead_en", "about", "about_en"),
    rows=lambda: Gathering.objects.exclude(status=Gathering.Status.DRAFT),
    reads=("membership", "region"),
    order=("-day", "pk"),
)
promises(
    Gathering, search="gatherings, to their audience", access="gatherings: those one answers for",
    erasure="gatherings: nobody answers for it any more",
)  # fmt: skip
promises(GatheringSeries, search="no: found through the gathering", access="no: no person", erasure="no: no person")
promises(Joining, search="no: for those who come", access="no: no person", erasure="no: no person")
promises(GatheringGoal, search="no: on the gathering's page", access="gatherings: those one tells of", erasure=PEOPLE)
promises(GoalResult, search="no: on the gathering's page", access="gatherings: what one told", erasure="the name goes")
promises(ProgrammeItem, search="no: on the gathering's page", access="no: no person", erasure="no: no person")
promises(Speaker, search="no: on the gathering's page", access="gatherings: where one spoke", erasure="the name goes")
promises(Invitation, search="no: private", access=PEOPLE, erasure="gatherings: taken away")
promises(Registration, search="no: private", access=PEOPLE, erasure="gatherings: without a name; it still counts")
promises(CheckIn, search="no: private", access=PEOPLE, erasure="gatherings: without a name; it still counts")
promises(GatheringQuestion, search="no: part of a form", access="no: no person", erasure="no: no person")
promises(GatheringAnswer, search="no: private", access=PEOPLE, erasure="gatherings: taken away")
promises(DietaryNeed, search="no: about health", access=PEOPLE, erasure="gatherings: taken away")
promises(GatheringFeedback, search="no: for those who manage it", access="no: nameless", erasure="no: nameless")
promises(Material, search="no: on the gathering's page", access="no: no person", erasure="no: no person")
promises(GatheringFollowUp, search="no: private", access="gatherings: what one took on", erasure="nobody's any more")
says(
    gathering_thanked=_("%(actor)s thanked %(count)s for coming to %(subject)s"),
    gathering_follow_up=_("%(actor)s noted after %(subject)s: %(what)s"),
    gathering_followed_up=_("%(actor)s did what was agreed at %(subject)s: %(what)s"),
    gathering_material=_("%(actor)s shared %(what)s from %(subject)s"),
    gathering_material_dropped=_("%(actor)s took away %(what)s from %(subject)s"),
    gathering_started=_("%(actor)s began to plan %(subject)s"),
    gathering_edited=_("%(actor)s changed %(subject)s"),
    gathering_copied=_("%(actor)s copied %(source)s"),
    gathering_draft=_("%(actor)s took %(subject)s back to a draft"),
    gathering_save_the_date=_("%(actor)s published the date of %(subject)s"),
    gathering_open=_("%(actor)s opened %(subject)s for registration"),
    gathering_closed=_("%(actor)s closed the registration to %(subject)s"),
    gathering_cancelled=_("%(actor)s cancelled %(subject)s: %(reason)s"),
    gathering_resumed=_("%(actor)s took up %(subject)s again"),
    gathering_goal_set=_("%(actor)s set a goal for %(subject)s: %(goal)s"),
    gathering_goal_dropped=_("%(actor)s took away a goal of %(subject)s: %(goal)s"),
    gathering_goal_told=_("%(actor)s told how it went with “%(goal)s”: %(value)s"),
    gathering_invited=_("%(actor)s invited %(count)s to %(subject)s"),
    gathering_invited_again=_("%(actor)s sent a new invitation to %(subject)s: %(name)s"),
    gathering_invitation_withdrawn=_("%(actor)s took back an invitation to %(subject)s: %(name)s"),
    gathering_reminded=_("%(actor)s reminded %(count)s of %(subject)s"),
    gathering_declined=_("%(actor)s cannot come to %(subject)s"),
    gathering_question=_("%(actor)s changed what %(subject)s asks of those who come: %(question)s"),
    gathering_question_dropped=_("%(actor)s took away a question of %(subject)s: %(question)s"),
    gathering_programme=_("%(actor)s changed the programme of %(subject)s: %(item)s"),
    gathering_programme_dropped=_("%(actor)s took out of the programme of %(subject)s: %(item)s"),
    gathering_registered=_("%(actor)s registered %(count)s for %(subject)s"),
    gathering_walked_in=_("%(actor)s came to %(subject)s without having registered"),
    gathering_came_instead=_("%(actor)s came to %(subject)s instead of %(whom)s"),
    gathering_door_opened=_("%(actor)s made a link to the door of %(subject)s"),
    gathering_door_closed=_("%(actor)s closed the link to the door of %(subject)s"),
    registration_confirmed=_("%(actor)s took an offered seat at %(subject)s"),
    registration_cancelled=_("%(actor)s cancelled a registration for %(subject)s"),
    registration_substituted=_("%(actor)s sent somebody else to %(subject)s"),
)


@gives_desk(kept=True)
def goals_to_tell(user: Any) -> Iterator[DeskItem]:
    """How the goals of gatherings went, when it is time to say so."""
    if not user.is_secretary:
        return
    today = timezone.localdate()
    for goal, days in reports.untold(today):
        yield DeskItem(
            "gathering_goal",
            _t("How did it go with “%(goal)s”?") % {"goal": goal},
            str(goal.gathering),
            goal.day_to_measure(days),
            _t("Tell"),
            path_to("gatherings:result", goal.gathering.slug, goal.pk, days),
        )


@gives_desk(kept=True)
def after_gatherings(user: Any) -> Iterator[DeskItem]:
    """Those who came and were not thanked; what somebody took on and is due."""
    today = timezone.localdate()
    for row in reports.unthanked(today) if user.is_secretary else ():
        yield DeskItem(
            "gathering_thanks",
            _t("Thank those who came to “%(gathering)s”") % {"gathering": row},
            _t("With three questions, while they remember"),
            row.last_day + timedelta(days=2),
            _t("Thank"),
            path_to("gatherings:thank", row.slug),
        )
    for due in (
        GatheringFollowUp.objects.visible_to(user)
        .open()
        .filter(due__lte=today + timedelta(days=7))
        .select_related("owner", "gathering")
    ):
        yield DeskItem(
            "gathering_follow_up",
            due.what,
            ", ".join(str(part) for part in (due.owner, due.gathering) if part),
            due.due,
            _t("Done"),
            path_to("gatherings:finish", due.gathering.slug, due.pk),
            post=True,
        )


@gives_desk(kept=True)
def before_gatherings(user: Any) -> Iterator[DeskItem]:
    """Gatherings without a goal that soon must open; companies that are silent when the deadline is near."""
    if not user.is_authenticated:
        return
    today = timezone.localdate()
    for row in reports_inviting.without_goal(user, today):
        yield DeskItem(
            "gathering_no_goal",
            _t("“%(gathering)s” has no goal, and cannot open without one") % {"gathering": row},
            date_format(row.day),
            max(today, row.day - timedelta(days=reports_inviting.OPENS)),
            _t("Set a goal"),
            path_to("gatherings:new_goal", row.slug),
            about=row.get_absolute_url(),
        )
    for row, sums, deadline in reports_inviting.almost_closing(user):
        yield DeskItem(
            "gathering_silent",
            _t("“%(gathering)s”: %(silent)s of %(invited)s companies have not answered")
            % {"gathering": row, "silent": sums["silent"], "invited": sums["invited"]},
            _t("Register by %(when)s.") % {"when": moment(deadline)},
            timezone.localdate(deadline),
            _t("See who"),
            path_to("gatherings:invitations", row.slug),
        )


@gives_desk(kept=True)
def the_door(user: Any) -> Iterator[DeskItem]:
    """On the day, and the day before: what stands at the gate."""
    if not user.is_authenticated:
        return
    today = timezone.localdate()
    rows = Gathering.objects.managed_by(user).filter(day__lte=today + timedelta(days=1), last_day__gte=today)
    for row in rows.filter(status__in=(Gathering.Status.OPEN, Gathering.Status.CLOSED)).order_by("day", "pk"):
        yield DeskItem(
            "gathering_door",
            _t("The door to “%(gathering)s”") % {"gathering": row},
            moment(row.starts_at) if row.starts_at else date_format(row.day),
            max(row.day, today),
            _t("Open the door"),
            path_to("gatherings:door", row.slug),
        )


@gives_contributions
def contributions(goal: Goal, since: date, until: date, user: Any) -> Iterator[Contribution]:
    """The gatherings that carry a goal."""
    rows = Gathering.objects.visible_to(user).filter(goals__serves=goal, day__gte=since, day__lte=until).distinct()
    for row in rows.exclude(status=Gathering.Status.DRAFT).order_by("-day"):
        yield Contribution(_("Gatherings"), str(row), row.day, row.get_absolute_url(), row.words("lead"))


def own(individual: Individual) -> QuerySet[Registration]:
    rows = Q(pk=None)
    if individual.person_id:
        rows |= Q(person=individual.person_id)
    if individual.user_id:
        rows |= Q(person__user=individual.user_id)
    for address in individual.emails:
        rows |= Q(email__iexact=address)
    return Registration.objects.filter(rows)


def invitations_of(individual: Individual) -> QuerySet[Invitation]:
    rows = Q(pk=None)
    if individual.person_id:
        rows |= Q(person=individual.person_id)
    if individual.user_id:
        rows |= Q(person__user=individual.user_id)
    for address in individual.emails:
        rows |= Q(email__iexact=address)
    return Invitation.objects.filter(rows)


def follow_ups_of(individual: Individual) -> QuerySet[GatheringFollowUp]:
    return GatheringFollowUp.objects.filter(owner=individual.person_id or 0)


@gives_data("gatherings")
def data_of(individual: Individual) -> dict[str, Any]:
    """Where one registered, what one answered, and where one was invited."""
    return {
        "registrations": [
            {
                "gathering": row.gathering.title, "day": row.gathering.day, "state": row.state,
                "registered_at": row.registered_at, "cancelled_at": row.cancelled_at,
                "seen_at_the_door": CheckIn.objects.filter(registration=row).values("present", "at").first(),
                "answers": list(row.answers.values("question__text", "value")),
                "food": DietaryNeed.objects.filter(registration=row).values_list("text", flat=True).first() or "",
            }
            for row in own(individual).select_related("gathering")
        ],
        "took_on": list(follow_ups_of(individual).values("gathering__title", "what", "due", "done_on")),
        "invitations": list(
            invitations_of(individual).values("gathering__title", "invited_at", "words", "answer", "said")
        ),
    }  # fmt: skip


@gives_traces
def traces_of(individual: Individual) -> Iterator[Trace]:
    yield Trace(_("registrations"), own(individual).count(), _("that somebody came, without a name"))
    yield Trace(_("invitations"), invitations_of(individual).count(), "")


@gives_erasure("gatherings")
def erase(individual: Individual) -> None:
    """Attendance still counts, without a name; what was answered and eaten is gone."""
    rows = list(own(individual).values_list("pk", flat=True))
    DietaryNeed.objects.filter(registration__in=rows).delete()
    GatheringAnswer.objects.filter(registration__in=rows).delete()
    for row in Registration.objects.filter(pk__in=rows):
        row.person, row.name, row.email, row.who = None, ERASED, "", f"erased:{row.pk}"
        row.save()
    invitations_of(individual).delete()
    if individual.person_id:
        Gathering.objects.filter(responsible=individual.person_id).update(responsible=None)
        Speaker.objects.filter(person=individual.person_id).update(name=ERASED, title="", person=None)
        GatheringGoal.objects.filter(asked=individual.person_id).update(asked=None)
        follow_ups_of(individual).update(owner=None)
    keys = [f"directory.person:{individual.person_id}", f"accounts.user:{individual.user_id}"]
    GoalResult.objects.filter(told_by_key__in=keys).update(told_by=ERASED, told_by_key="")
    CheckIn.objects.filter(by_key__in=keys).update(by=ERASED, by_key="")
    Registration.objects.filter(registered_by_key__in=keys).update(registered_by=ERASED, registered_by_key="")


@gives_keeping("gatherings", _("invitations, and answers to questions, of gatherings long past"), KEEP_DAYS)
def forget_invitations(dry_run: bool) -> int:
    """That somebody came still counts; what they were asked, and who was asked, is gone."""
    last = timezone.localdate() - timedelta(days=KEEP_DAYS)
    invitations = Invitation.objects.filter(gathering__last_day__lt=last)
    answers = GatheringAnswer.objects.filter(registration__gathering__last_day__lt=last)
    count = invitations.count() + answers.count()
    if not dry_run:
        invitations.delete()
        answers.delete()
    return count


@gives_export("gatherings")
def export_gatherings(user: Any) -> tuple[list[str], Iterator[list[Any]]]:
    """Every gathering this user may see, with how many have a seat."""
    headings = [
        _t("Gathering"), _t("Kind"), _t("Network"), _t("Day"), _t("Last day"), _t("Place"), _t("Municipality"),
        _t("Seats"), _t("Taken"), _t("Status"), _t("Address"),
    ]  # fmt: skip
    seen = Gathering.objects.visible_to(user).with_taken().select_related("network", "municipality")
    rows: Any = seen.order_by("day", "pk")
    cells = (
        [
            str(row), row.get_kind_display(), str(row.network or ""), row.day, row.last_day, row.place,
            str(row.municipality or ""), row.capacity, row.taken, row.get_status_display(), row.get_absolute_url(),
        ]
        for row in rows
    )  # fmt: skip
    return headings, cells


@gives_addresses
def addresses() -> Iterator[Address]:
    yield Address(path_to("gatherings:gatherings"))
    for row in Gathering.objects.visible_to(AnonymousUser()).order_by("-day"):
        languages = ("nb", "en") if row.title_en else ("nb",)
        yield Address(row.get_absolute_url(), languages=languages)


@gives_piece("gatherings", _("The next gatherings"), "gatherings/pieces/gatherings.html")
def next_gatherings(user: Any) -> dict[str, Any] | None:
    rows = reports.coming(user, timezone.localdate())[:SHOWN]
    cards = [told.card(row) for row in rows]
    return {"cards": cards} if cards else None
