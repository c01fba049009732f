"""The agenda: its items in order, and the papers to each."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.core.text import tidy

from ...models import AgendaItem, AgendaPaper, Gathering
from .meeting import held, record

MOST_ITEMS = 99
ONE_LINE = ("title", "title_en", "proposed_by")


@transaction.atomic
def set_item(
    gathering: Gathering, *, by: Any, item: AgendaItem | None = None, form: Any = None, **facts: Any
) -> AgendaItem:
    """Put a matter last on the agenda, or change one. After the notice, the page says that it has been changed.

    ``form`` is the EditForm a change came by: refused when somebody else has saved meanwhile.
    """
    gathering = held(gathering, by)
    if item is None:
        last = gathering.agenda.aggregate(last=Max("number"))["last"] or 0
        if last >= MOST_ITEMS:
            raise ValidationError(_("An agenda has at most %(most)s items.") % {"most": MOST_ITEMS})
        item = AgendaItem(gathering=gathering, number=last + 1)
    elif form is not None and not form.claim():
        raise ValidationError(_("Someone else saved this while you were writing."), code="conflict")
    for name, value in facts.items():
        setattr(item, name, tidy(value) if name in ONE_LINE else value)
    item.changed_at = timezone.now()
    item.full_clean()
    item.save()
    record("annual.item", gathering, by, item=item.title)
    return item


@transaction.atomic
def drop_item(item: AgendaItem, *, by: Any) -> None:
    """Take a matter off the agenda; those after it move up. Refused where elections or a decision hang on it."""
    gathering = held(item.gathering, by)
    if item.elections.exists():
        raise ValidationError(_("Elections stand under this item. Take them away first."))
    if hasattr(item, "resolution"):
        raise ValidationError(_("There is a decision in this matter; it stays on the agenda."))
    for paper in item.papers.all():
        forget_file(paper)
    title = item.title
    item.delete()
    for number, row in enumerate(gathering.agenda.order_by("number"), 1):
        if row.number != number:
            AgendaItem.objects.filter(pk=row.pk).update(number=number)
    record("annual.item_dropped", gathering, by, item=title)


@transaction.atomic
def move_item(item: AgendaItem, *, up: bool, by: Any) -> None:
    """One place up or down; the first cannot go up, the last not down."""
    gathering = held(item.gathering, by)
    rows = list(gathering.agenda.order_by("number"))
    at = next((place for place, row in enumerate(rows) if row.pk == item.pk), None)
    to = -1 if at is None else at + (-1 if up else 1)
    if at is None or not 0 <= to < len(rows):
        return
    one, other = rows[at], rows[to]
    AgendaItem.objects.filter(pk=one.pk).update(number=0)  # no two have the same number, not for a moment
    AgendaItem.objects.filter(pk=other.pk).update(number=one.number)
    AgendaItem.objects.filter(pk=one.pk).update(number=other.number, changed_at=timezone.now())
    record("annual.item", gathering, by, item=one.title)


@transaction.atomic
def add_paper(item: AgendaItem, paper: AgendaPaper, *, by: Any) -> AgendaPaper:
    """Add a file or a link to a matter. Members can open it as soon as the notice is sent."""
    gathering = held(item.gathering, by)
    paper.item = item
    if not paper.file and not paper.url:
        raise ValidationError({"file": _("Choose a file, or give a link.")})
    paper.full_clean()
    paper.save()
    record("annual.paper", gathering, by, paper=paper.title)
    return paper


@transaction.atomic
def drop_paper(paper: AgendaPaper, *, by: Any) -> None:
    gathering = held(paper.item.gathering, by)
    forget_file(paper)
    title = paper.title
    paper.delete()
    record("annual.paper_dropped", gathering, by, paper=title)


def forget_file(paper: AgendaPaper) -> None:
    if paper.file:
        name, storage = str(paper.file.name), paper.file.storage
        transaction.on_commit(lambda: storage.delete(name))
