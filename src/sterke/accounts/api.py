"""Who asks the API: nobody, or the owner of a token. The owner sees what they see on the pages, and changes nothing."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema
from ninja.errors import AuthenticationError, Throttled
from ninja.security import HttpBearer

from sterke.core.access import SIGNED_IN, open_to
from sterke.core.api import reads
from sterke.core.rates import caller_of, within_blocks

from .tokens import TokenProblem, read_token

BLOCKS, PERIOD = 6, 60  # some three hundred calls a minute
NO_TOKEN = "Send a token: Authorization: Bearer 7s_…"  # noqa: S105
router = Router(tags=["me"])


class Token(HttpBearer):
    """The asker, from the Authorization header only. A token that opens nothing is told so, never taken for none."""

    def __call__(self, request: HttpRequest) -> Any:
        kind, _space, token = request.headers.get("Authorization", "").partition(" ")
        request.user = self.authenticate(request, token.strip() if kind.lower() == "bearer" else kind)
        return request.user

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        if not token:
            self.count(caller_of(request))
            return AnonymousUser()
        try:
            row = read_token(token)
        except TokenProblem as problem:
            self.count(caller_of(request))
            raise AuthenticationError(message=str(problem)) from None
        self.count(f"token {row.pk}")
        user: Any = row.user
        user.token = row
        return user

    def count(self, caller: str) -> None:
        if not within_blocks("api", caller, blocks=BLOCKS, seconds=PERIOD):
            raise Throttled(wait=PERIOD)


class Me(Schema):
    """The owner of the token, and what they are today."""

    name: str
    email: str
    language: str
    is_member: bool
    is_board: bool
    is_secretary: bool
    token: str
    token_expires: datetime


@router.get("/me", **reads(Me, _("Whose token this is"), _("Needs a token. A good way to see whether one works.")))
@open_to(SIGNED_IN)
def me(request: Any) -> dict[str, Any]:
    user = request.user
    if not user.is_authenticated:
        raise AuthenticationError(message=NO_TOKEN)
    standing = {name: getattr(user, name) for name in ("is_member", "is_board", "is_secretary")}
    about = {"name": user.name, "email": user.email, "language": user.language}
    return about | standing | {"token": user.token.name, "token_expires": user.token.expires_at}
