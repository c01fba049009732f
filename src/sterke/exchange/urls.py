"""The addresses of the conversations."""

from django.urls import path, register_converter

from .views import documents, spaces, threads

app_name = "exchange"


class Verb:
    """One of the verbs of a thread; anything else is no address."""

    regex = "fest|lukk|apne|ta-bort|vis"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class OfReply(Verb):
    regex = "ta-bort|vis"


class OfFollowing(Verb):
    regex = "folg|demp"


register_converter(Verb, "thread_verb")
register_converter(OfReply, "reply_verb")
register_converter(OfFollowing, "follow_verb")
ONE = "samtaler/<int:pk>/"
REPLY = f"{ONE}svar/<int:row>/"
SPACE = "samtaler/<slug:slug>/"
urlpatterns = [
    path("samtaler/", spaces.spaces, name="spaces"),
    path("samtaler/demp/<str:token>/", threads.mute_by_link, name="mute_by_link"),
    path("samtaler/fil/<int:pk>/", threads.attachment, name="attachment"),
    path("samtaler/dokument/<int:pk>/", documents.document, name="document"),
    path("samtaler/dokument/<int:pk>/ny-versjon/", documents.write_version, name="write_version"),
    path("samtaler/dokument/<int:pk>/ta-bort/", documents.take_document_away, name="take_document_away"),
    path("samtaler/dokument/<int:pk>/<int:number>/", documents.version, name="version"),
    path(ONE, threads.thread, name="thread"),
    path(f"{ONE}rediger/", threads.edit_thread, name="edit_thread"),
    path(f"{ONE}stem/", threads.vote, name="vote"),
    path(f"{ONE}flytt/", threads.move_thread, name="move_thread"),
    path(f"{ONE}meld/", threads.report, name="report"),
    path(f"{ONE}meldt/<int:row>/", threads.settle_report, name="settle_report"),
    path(f"{ONE}<follow_verb:verb>/", threads.follow, name="follow"),
    path(f"{ONE}<thread_verb:verb>/", threads.moderate, name="moderate"),
    path(f"{REPLY}rediger/", threads.edit_reply, name="edit_reply"),
    path(f"{REPLY}godta/", threads.accept_reply, name="accept_reply"),
    path(f"{REPLY}<reply_verb:verb>/", threads.moderate_reply, name="moderate_reply"),
    path(SPACE, spaces.space, name="space"),
    path(f"{SPACE}ny/", threads.start_thread, name="start_thread"),
    path(f"{SPACE}post/", spaces.choose_space, name="choose_space"),
    path(f"{SPACE}dokumenter/", documents.documents, name="documents"),
    path(f"{SPACE}dokumenter/nytt/", documents.share_document, name="share_document"),
]
