"""Sign-in at another house (OpenID Connect, Entra ID). Whatever goes wrong there ends on our own sign-in page."""

from collections.abc import Callable
from typing import Any

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect import views as outside
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sterke.core.access import open_to
from sterke.core.visibility import Visibility

from ..adapter import LEFT_IN, turned_back

# The other house is down (every error of requests is an OSError), or its answer lacks what it must hold.
BROKEN = (OAuth2Error, OSError, KeyError, ValueError, TypeError)


class Provider(outside.OpenIDConnectOAuth2Adapter):
    def _decode_id_token(self, app: Any, id_token: str) -> dict:
        """The signature is checked also when the answer came straight from the provider (allauth would skip it)."""
        self.did_fetch_access_token = False
        return super()._decode_id_token(app, id_token)


@never_cache
@require_POST
@open_to(Visibility.PUBLIC)
def outside_sign_in(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    request.session[LEFT_IN] = translation.get_language()
    return carefully(request, lambda: outside.login(request, provider_id))


@never_cache
@require_safe
@open_to(Visibility.PUBLIC)
def outside_answer(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    return carefully(request, lambda: OAuth2CallbackView.adapter_view(Provider(request, provider_id))(request))


def carefully(request: HttpRequest, go: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    try:
        with translation.override(settings.LANGUAGE_CODE):  # the provider knows one address to come back to
            return go()
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except BROKEN:
        return turned_back(request)
