"""Sessions in the database, read by a question compiled once: every signed-in request asks it."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.utils import timezone

from sterke.core.question import Question

session_at = Question(lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now))


class SessionStore(DatabaseSessions):
    def _get_session_from_db(self) -> Any:
        row = session_at(self.session_key, timezone.now()).first()
        if row is None:
            self._session_key = None
        return row
