"""Somebody else in the secretariat looks at a page before it is published (Wagtail's workflow, with our roles)."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, TaskState, Workflow, WorkflowPage, WorkflowTask

from . import mails


class SecondLook(Task):
    """A second pair of eyes: anybody in the secretariat but the one who asks. Who may edit is OfficeGate's to say."""

    class Meta:
        verbose_name = _("second look")
        verbose_name_plural = _("second looks")

    def start(self, workflow_state: Any, user: Any = None) -> Any:
        """Start waiting, and write to the others in the secretariat."""
        state = super().start(workflow_state, user=user)
        mails.ask_for_a_look(workflow_state.content_object, state, by=user)
        return state

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        asked = obj.current_workflow_state
        if asked is None or asked.requested_by_id == user.pk:
            return []
        return [("reject", _("Send back with a comment"), True), ("approve", _("Approve and publish"), False)]

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet:
        return waiting_for(user).filter(task=self)


def waiting_for(user: Any) -> QuerySet:
    """What others in the secretariat have asked this user to look at."""
    waiting = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, task__active=True)
    return waiting.exclude(workflow_state__requested_by=user).order_by("started_at")


def pages_waiting_for(user: Any) -> list[tuple[Page, Any, str]]:
    """Page, when it was asked for, by whom. Two queries."""
    rows = waiting_for(user).values_list(
        "workflow_state__object_id", "started_at", "workflow_state__requested_by__name"
    )
    pages = Page.objects.in_bulk([int(row[0]) for row in rows])
    return [(pages[int(pk)], at, name) for pk, at, name in rows if int(pk) in pages]


def open_moderation(home: Page) -> bool:
    """Every page may be sent to a colleague first; nothing must be."""
    if WorkflowPage.objects.filter(page=home).exists():
        return False
    workflow = Workflow.objects.create(name="Et blikk til")
    task = SecondLook.objects.create(name="En kollega ser over")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    WorkflowPage.objects.create(workflow=workflow, page=home)
    return True
