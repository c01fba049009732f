"""After a gathering: thanks, what people thought, what somebody took on, and asking how the goals went."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.core import activity, links
from sterke.core.text import tidy
from sterke.directory.models import Person

from .. import mails_afterwards as mails
from .. import permissions, reports
from ..models import Gathering, GatheringFeedback, GatheringFollowUp, Material
from .gatherings import record


@transaction.atomic
def thank(gathering: Gathering, *, words: str = "", by: Any) -> int:
    """Thank those who came, once, with three questions. Returns how many."""
    if not permissions.can_manage(by, gathering):
        raise PermissionDenied
    if timezone.now() < gathering.over or gathering.is_cancelled:
        raise ValidationError(_("It is not over yet."))
    if Gathering.objects.filter(pk=gathering.pk, thanked_at=None).update(thanked_at=timezone.now()) != 1:
        raise ValidationError(_("They have been thanked already."))
    rows = reports.came(gathering)
    for row in rows:
        mails.thank(gathering, row, words=words.strip())
    record("gathering.thanked", gathering, by, count=len(rows))
    return len(rows)


@transaction.atomic
def give_feedback(link: Any, gathering: Gathering, *, useful: int, takes_home: str, better: str) -> GatheringFeedback:
    """Three answers by a link that is used up by it. Nothing ties them to who answered."""
    links.use(link)
    row = GatheringFeedback(gathering=gathering, useful=useful, takes_home=takes_home.strip(), better=better.strip())
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def take_on(gathering: Gathering, *, what: str, owner: Person | None, due: date, by: Any) -> GatheringFollowUp:
    """Note what somebody said they would do. They get a mail with a link that says it is done."""
    if not permissions.can_manage(by, gathering):
        raise PermissionDenied
    if due < gathering.day:
        raise ValidationError({"due": _("That lies before the gathering.")})
    row = GatheringFollowUp(gathering=gathering, what=tidy(what), owner=owner, due=due)
    row.full_clean()
    row.save()
    record("gathering.follow_up", gathering, by, what=row.what)
    mails.give_follow_up(row, said_by=str(by))
    return row


@transaction.atomic
def finish_follow_up(row: GatheringFollowUp, *, outcome: str = "", by: Any) -> GatheringFollowUp:
    """It is done. ``by`` is a user, or the person who took it on when the link in the mail is used."""
    may = permissions.can_finish(by, row) if hasattr(by, "standing") else by.pk == row.owner_id
    if not may:
        raise PermissionDenied
    changed = GatheringFollowUp.objects.open().filter(pk=row.pk)
    if changed.update(done_on=timezone.localdate(), outcome=tidy(outcome)[:300]) == 1:
        activity.record("gathering.followed_up", row.gathering, by=by, about=[row.owner], what=row.what)
    row.refresh_from_db()
    return row


@transaction.atomic
def share_material(gathering: Gathering, material: Material, *, by: Any) -> Material:
    if not permissions.can_manage(by, gathering):
        raise PermissionDenied
    material.gathering = gathering
    if not material.file and not material.url:
        raise ValidationError({"file": _("Choose a file, or give a link.")})
    material.full_clean()
    material.save()
    record("gathering.material", gathering, by, what=material.title)
    return material


@transaction.atomic
def drop_material(material: Material, *, by: Any) -> None:
    if not permissions.can_manage(by, material.gathering):
        raise PermissionDenied
    record("gathering.material_dropped", material.gathering, by, what=material.title)
    if material.file:
        name, storage = str(material.file.name), material.file.storage
        transaction.on_commit(lambda: storage.delete(name))
    material.delete()


def ask_how_goals_went(today: date | None = None) -> int:
    """Daily: whoever should know is asked by mail, once for each goal and time. Returns how many are not told of."""
    found = reports.untold(today or timezone.localdate())
    for goal, days in found:
        person = goal.asked or goal.gathering.responsible
        if person is not None and person.email:
            with transaction.atomic():
                mails.ask_for_result(goal, person, days)
    return len(found)
