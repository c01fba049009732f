"""The letters of goals, one function each. Written in the owner's language; sent by the worker."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sterke.core import links, outbox
from sterke.directory.models import Person

from .models import Goal
from .wording import amount

MEASURE = "measure"
LINK_DAYS = 30


def ask_for_measurement(goal: Goal, day: date) -> None:
    """A link for the owner alone; used once. The next mail makes this one's link stop."""
    owner, aim = goal.owner, goal.aim
    if owner is None or aim is None:
        return
    token = links.make(MEASURE, goal, holder=owner.email, days=LINK_DAYS, person=owner.pk)
    with translation.override(owner.language):
        last = getattr(goal, "last_day", None)
        post(
            goal,
            owner,
            _("How is it going? %(goal)s") % {"goal": goal},
            [
                _("Last measured %(day)s.") % {"day": date_format(last)} if last else _("Nobody has measured it yet."),
                _("The target is %(target)s by %(due)s.")
                % {"target": amount(aim.target, goal.counted_in), "due": date_format(aim.due)},
                _("A number and a sentence on how we know: ten seconds, and no sign-in."),
            ],
            button=(_("Report it"), links.url("goals:measure_by_link", token)),
            why=_("You get this because you own the goal. The link is yours alone; please don't forward it."),
            key=f"goal-measure:{goal.pk}:{day:%Y%m%d}",
        )


def tell_new_owner(goal: Goal, *, by: Any) -> None:
    _tell(
        goal,
        by,
        "goal-owner",
        gettext_noop("%(goal)s: this one is yours"),
        gettext_noop("%(who)s made you the owner of this goal."),
    )


def tell_owner_of_changes(goal: Goal, *, by: Any) -> None:
    _tell(
        goal,
        by,
        "goal-edited",
        gettext_noop("%(goal)s: changed"),
        gettext_noop("%(who)s changed a goal you own. The page says what."),
    )


def tell_owner_of_end(goal: Goal, *, by: Any) -> None:
    _tell(goal, by, "goal-ended", gettext_noop("%(goal)s: over"), gettext_noop("%(who)s ended a goal you own."))


def _tell(goal: Goal, by: Any, what: str, subject: str, sentence: str) -> None:
    """Nobody is told of what they did themselves."""
    owner = goal.owner
    if owner is None or getattr(by, "person", None) == owner:
        return
    with translation.override(owner.language):
        words = {"goal": goal, "who": by}
        aim = goal.aim
        lines = [_(sentence) % words]
        if aim:
            lines.append(
                _("From %(baseline)s to %(target)s by %(due)s.")
                % {
                    "baseline": amount(aim.baseline, goal.counted_in),
                    "target": amount(aim.target, goal.counted_in),
                    "due": date_format(aim.due),
                }
            )
        if goal.outcome:
            lines.append(goal.outcome)
        post(
            goal,
            owner,
            _(subject) % words,
            lines,
            button=(_("See the goal"), settings.SITE_URL + goal.get_absolute_url()),
            why=_("You get this because you own the goal."),
            key=f"{what}:{goal.pk}:{owner.pk}:{timezone.now():%Y%m%d%H%M%S%f}",
        )


def post(
    goal: Goal,
    owner: Person,
    subject: str,
    lines: Sequence[str],
    *,
    button: tuple[str, str],
    why: str,
    key: str,
) -> None:
    """In the owner's language, which is active already. An owner without an address stands on the desk instead."""
    if owner.email:
        letter = outbox.Letter(subject, [_("Hello %(name)s!") % {"name": owner.name}, *lines], button=button, why=why)
        outbox.post(letter, to=owner.email, key=key, purpose="goals", about=goal)
