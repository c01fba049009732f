"""Addresses of the newsletter, within those of publishing."""

from django.urls import path

from .views import subscribing

urlpatterns = [
    path("nyhetsbrev/", subscribing.newsletter, name="newsletter"),
    path("nyhetsbrev/bekreft/<str:token>/", subscribing.confirm, name="newsletter_confirm"),
    path("nyhetsbrev/valg/<str:token>/", subscribing.choices, name="newsletter_choices"),
    path("nyhetsbrev/av/<str:token>/", subscribing.leave, name="newsletter_leave"),
]
