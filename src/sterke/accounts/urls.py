"""Only the pages of allauth that a house without passwords needs; there is no sign-up, no password, no reset."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import include, path

from sterke.core.access import SIGNED_IN, open_to
from sterke.core.visibility import Visibility

from . import views
from .confirm import asks_again, first_factor_confirms
from .views.sessions import own_sessions

public = open_to(Visibility.PUBLIC)
own = open_to(SIGNED_IN)

ours = [
    path("logg-inn/demo/", views.demo_sign_in, name="demo_sign_in"),
    path("min-side/data/", views.my_data, name="my_data"),
    path("min-side/data/last-ned/", views.download_my_data, name="download_my_data"),
    path("min-side/data/slett/", views.erase_me, name="erase_me"),
    path("min-side/e-post/", views.change_address, name="change_address"),
    path("min-side/e-post/<str:token>/", views.confirm_address, name="confirm_address"),
    path("min-side/api/", views.own_tokens, name="tokens"),
    path("min-side/api/ny/", views.make_token, name="make_token"),
    path("min-side/api/<int:pk>/slutt/", views.end_token, name="end_token"),
    path("personvern/", views.privacy, name="privacy"),
    path("personvern/innsyn/", views.ask_for_own_data, name="ask_for_own_data"),
    path("personvern/innsyn/sak/<int:pk>/", views.access_request, name="access_request"),
    path("personvern/innsyn/<str:token>/", views.own_data_by_link, name="own_data_by_link"),
    path("personvern/innsyn/<str:token>/kopi/", views.copy_by_link, name="copy_by_link"),
    path("personvern/innsyn/<str:token>/skriv/", views.write_by_link, name="write_by_link"),
    path("personvern/innsyn/<str:token>/slett/", views.erase_by_link, name="erase_by_link"),
]

urlpatterns = [
    path("", include((ours, "accounts"))),
    # Two names for one door: allauth asks for both.
    path("logg-inn/", views.sign_in, name="account_login"),
    path("logg-inn/", views.sign_in, name="account_request_login_code"),
    path("logg-inn/kode/", public(account.confirm_login_code), name="account_confirm_login_code"),
    path("logg-inn/bekreft/", views.reauthenticate, name="account_reauthenticate"),
    path("logg-inn/stengt/", public(account.account_inactive), name="account_inactive"),
    path("logg-ut/", public(account.logout), name="account_logout"),
    path("logg-inn/to-trinn/", public(mfa.authenticate), name="mfa_authenticate"),
    path("logg-inn/nokkel/", public(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("logg-inn/bekreft/kode/", own(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("logg-inn/bekreft/nokkel/", own(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("oidc/<str:provider_id>/login/", views.outside_sign_in, name="openid_connect_login"),
    path("oidc/<str:provider_id>/login/callback/", views.outside_answer, name="openid_connect_callback"),
    path("min-side/okter/", own(own_sessions), name="usersessions_list"),
    path("min-side/innlogging/", own(mfa.index), name="mfa_index"),
    path(
        "min-side/innlogging/app/", own(asks_again(first_factor_confirms(totp.activate_totp))), name="mfa_activate_totp"
    ),
    path("min-side/innlogging/app/fjern/", own(asks_again(totp.deactivate_totp)), name="mfa_deactivate_totp"),
    path("min-side/innlogging/nokler/", own(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path(
        "min-side/innlogging/nokler/ny/",
        own(asks_again(first_factor_confirms(webauthn.add_webauthn))),
        name="mfa_add_webauthn",
    ),
    path(
        "min-side/innlogging/nokler/<int:pk>/fjern/",
        own(asks_again(webauthn.remove_webauthn)),
        name="mfa_remove_webauthn",
    ),
    path(
        "min-side/innlogging/nokler/<int:pk>/",
        own(asks_again(webauthn.edit_webauthn)),
        name="mfa_edit_webauthn",
    ),
    path(
        "min-side/innlogging/reservekoder/",
        own(asks_again(recovery_codes.view_recovery_codes)),
        name="mfa_view_recovery_codes",
    ),
    path(
        "min-side/innlogging/reservekoder/nye/",
        own(asks_again(recovery_codes.generate_recovery_codes)),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "min-side/innlogging/reservekoder/last-ned/",
        own(asks_again(recovery_codes.download_recovery_codes)),
        name="mfa_download_recovery_codes",
    ),
]
