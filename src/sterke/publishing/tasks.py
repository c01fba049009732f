"""What publishing does by the clock."""

from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, Revision


def publish_due_pages() -> None:
    """Publish what was scheduled, and take down what has passed its day. Asks before it does anything."""
    now = timezone.now()
    due = Revision.objects.filter(approved_go_live_at__lt=now).exists()
    if due or Page.objects.filter(live=True, expire_at__lt=now).exists():
        call_command("publish_scheduled", verbosity=0)
