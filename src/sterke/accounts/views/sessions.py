"""Where one is signed in. The page is allauth's; the list is asked for at once, theirs asks for each session."""

from typing import Any

from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.views.generic.edit import FormView


class OwnSessions(ListUserSessionsView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
        rows = UserSession.objects.filter(user=self.request.user, session_key__in=alive).order_by("created_at", "pk")
        found = list(rows)
        return FormView.get_context_data(self, sessions=found, session_count=len(found), **kwargs)


own_sessions = OwnSessions.as_view()
