"""Said before a deploy: demo mode opens every role to everybody, so it stays on this machine."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, register

from sterke.serve import HERE


@register(Tags.security, deploy=True)
def demo_stays_at_home(app_configs: Any, **kwargs: Any) -> list[Error]:
    if settings.DEMO and urlsplit(settings.SITE_URL).hostname not in HERE:
        text = f"Demo mode is on, and the address is {settings.SITE_URL}: anybody could sign in as the secretariat."
        return [Error(text, hint="Unset STERKE_DEMO, or use localhost.", id="sterke.E001")]
    return []
