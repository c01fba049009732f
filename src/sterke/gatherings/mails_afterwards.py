"""Letters after a gathering: thanks with three questions, and how the goals went."""

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sterke.core import links, outbox
from sterke.directory.models import Person
from sterke.goals.wording import amount

from .models import Gathering, GatheringFollowUp, GatheringGoal, Registration

FEEDBACK, RESULT, FOLLOW_UP = "feedback", "gathering_result", "follow_up"  # purposes of links
FEEDBACK_DAYS, RESULT_DAYS, FOLLOW_UP_DAYS = 45, 60, 120


def thank(gathering: Gathering, row: Registration, *, words: str) -> None:
    """Thanks, the manager's own words, and a link to three questions. Used once; the answer carries no name."""
    if not row.email:
        return
    token = links.make(FEEDBACK, row, holder=row.email, days=FEEDBACK_DAYS)
    with translation.override(row.language):
        lines = [
            _("Hello %(name)s!") % {"name": row.name},
            _("Thank you for coming to %(gathering)s.") % {"gathering": gathering},
        ]
        lines += [words] if words else []
        lines.append(_("Three short questions: twenty seconds, no sign-in, and your name is not kept with the answer."))
        letter = outbox.Letter(
            _("Thank you for coming: %(gathering)s") % {"gathering": gathering},
            lines,
            button=(_("Answer"), links.url("gatherings:feedback", token)),
            why=_("You get this because you had a seat."),
        )
        outbox.post(letter, to=row.email, key=f"thanks:{row.pk}", purpose="gatherings", about=row)


def ask_for_result(goal: GatheringGoal, person: Person, days: int) -> None:
    """A link for the one who knows, for this goal and this time. The same mail is never written twice."""
    gathering = goal.gathering
    token = links.make(
        RESULT, goal, holder=person.email, days=RESULT_DAYS, single_use=False, person=person.pk, after=days
    )
    with translation.override(person.language):
        day = date_format(gathering.last_day)
        letter = outbox.Letter(
            _("How did it go? %(goal)s") % {"goal": goal},
            [
                _("Hello %(name)s!") % {"name": person.name},
                _("%(gathering)s was on %(day)s, and this was to be so afterwards: %(goal)s")
                % {"gathering": gathering, "day": day, "goal": goal},
                _("The target is %(target)s. This is how it was to be measured: %(how)s")
                % {"target": amount(goal.target, goal.unit), "how": goal.how},
                _("A number and a sentence: ten seconds, and no sign-in. It stands on the gathering's page."),
            ],
            button=(_("Tell how it went"), links.url("gatherings:result_by_link", token)),
            why=_("You get this because you said you would tell. The link is yours alone; please don't forward it."),
        )
        outbox.post(
            letter,
            to=person.email,
            key=f"gathering-goal:{goal.pk}:{days}:{person.pk}",
            purpose="gatherings",
            about=gathering,
        )


def give_follow_up(row: GatheringFollowUp, *, said_by: str) -> None:
    """What one has taken on, with a link that says it is done."""
    owner = row.owner
    if owner is None or not owner.email:
        return
    days = max((row.due - timezone.localdate()).days, 0) + FOLLOW_UP_DAYS
    token = links.make(FOLLOW_UP, row, holder=owner.email, days=days, single_use=False, person=owner.pk)
    with translation.override(owner.language):
        letter = outbox.Letter(
            _("Yours after %(gathering)s: %(what)s") % {"gathering": row.gathering, "what": row.what},
            [
                _("Hello %(name)s!") % {"name": owner.name},
                _("%(who)s noted that you take this on: %(what)s") % {"who": said_by, "what": row.what},
                _("By %(day)s.") % {"day": date_format(row.due)},
            ],
            button=(_("It is done"), links.url("gatherings:follow_up_by_link", token)),
            why=_(
                "You get this because it was agreed at a gathering. The link is yours alone; please don't forward it."
            ),
        )
        outbox.post(letter, to=owner.email, key=f"follow-up:{row.pk}:{owner.pk}", purpose="gatherings", about=row)
