"""What happens to a page is told in our own history, by whatever door of the office it happens."""

from typing import Any

from wagtail.models import PageLogEntry
from wagtail.models.pages import PageLogEntryManager

from sterke.accounts.models import User
from sterke.core import activity

TOLD = {
    "wagtail.create": "page.created",
    "wagtail.publish": "page.published",
    "wagtail.publish.scheduled": "page.published",
    "wagtail.unpublish": "page.unpublished",
    "wagtail.unpublish.scheduled": "page.unpublished",
    "wagtail.move": "page.moved",
    "wagtail.delete": "page.deleted",
    "wagtail.publish.schedule": "page.scheduled",
    "wagtail.workflow.start": "page.asked",
    "wagtail.workflow.approve": "page.approved",
    "wagtail.workflow.reject": "page.returned",
}


class ToldManager(PageLogEntryManager):
    def log_action(self, instance: Any, action: str, **kwargs: Any) -> Any:
        if action in TOLD:
            activity.record(TOLD[action], instance, by=kwargs.get("user") or User.objects.clockwork())
        return super().log_action(instance, action, **kwargs)


class PageHistory(PageLogEntry):
    """Wagtail's log of pages, which tells our history too."""

    objects = ToldManager()

    class Meta:
        proxy = True
