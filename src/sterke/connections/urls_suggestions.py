"""The addresses of suggestions, and of one's own choices."""

from django.urls import path

from .views import choices, suggestions

OWN = "koblinger/innstillinger/"
urlpatterns = [
    path("koblinger/for-deg/", suggestions.for_me, name="for_me"),
    path("koblinger/forslag/<int:person>/", suggestions.say_of_suggestion, name="say_of_suggestion"),
    path(OWN, choices.choices, name="choices"),
    path(f"{OWN}skjul/", choices.choose_hidden, name="choose_hidden"),
    path(f"{OWN}ikke-med/", choices.keep_apart, name="keep_apart"),
    path(f"{OWN}ikke-med/<int:pk>/fjern/", choices.lift_apart, name="lift_apart"),
]
