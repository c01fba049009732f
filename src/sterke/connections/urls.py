"""The addresses of needs, offers, questions and introductions. Rounds and suggestions stand in files of their own."""

from django.urls import path

from . import urls_rounds, urls_suggestions
from .views import by_link, helping, introductions, listings, memory, streams

app_name = "connections"
ONE = "koblinger/<int:pk>/"
PAIR = "koblinger/introduksjon/<int:pk>/"
urlpatterns = [
    path("koblinger/", listings.listings, name="listings"),
    path("koblinger/atom/", streams.feed, name="feed"),
    path("koblinger/ny/", listings.put_out, name="put_out"),
    *urls_suggestions.urlpatterns,
    *urls_rounds.urlpatterns,
    path("koblinger/mine/", introductions.mine, name="mine"),
    path("koblinger/kjenner/", memory.memory, name="memory"),
    path("koblinger/kjenner.<slug:ending>", memory.memory_file, name="memory_file"),
    path("koblinger/kjenner/<slug:slug>/", memory.knows_whom, name="knows_whom"),
    path("koblinger/hjelp/<str:token>/", helping.help_by_link, name="help_by_link"),
    path("koblinger/status/<str:token>/", by_link.status, name="status"),
    path("koblinger/for-alle/<str:token>/", by_link.public, name="public"),
    path("koblinger/svar/<str:token>/", by_link.word, name="word"),
    path("koblinger/resultat/<str:token>/", by_link.result, name="result"),
    path("koblinger/introduser/", introductions.propose, name="propose"),
    path("koblinger/introduser/<int:person>/", introductions.ask_introduction, name="ask_introduction"),
    path(PAIR, introductions.introduction, name="introduction"),
    path(f"{PAIR}svar/", introductions.answer_introduction, name="answer_introduction"),
    path(f"{PAIR}resultat/", introductions.tell_result, name="tell_result"),
    path(f"{PAIR}trekk/", introductions.withdraw_introduction, name="withdraw_introduction"),
    path(ONE, listings.listing, name="listing"),
    path(f"{ONE}rediger/", listings.edit_listing, name="edit_listing"),
    path(f"{ONE}lukk/", listings.close_listing, name="close_listing"),
    path(f"{ONE}forny/", listings.renew, name="renew"),
    path(f"{ONE}ta-opp/", listings.take_up_again, name="take_up_again"),
    path(f"{ONE}se-gjennom/", listings.check_listing, name="check_listing"),
    path(f"{ONE}tilbake/", listings.send_back, name="send_back"),
    path(f"{ONE}for-alle/", listings.say_public, name="say_public"),
    path(f"{ONE}hjelp/", helping.help_out, name="help_out"),
    path(f"{ONE}skriv/", helping.write_from_outside, name="write_from_outside"),
    path(f"{ONE}spre/", helping.spread_question, name="spread_question"),
    path(f"{ONE}spor/", helping.ask_for_help, name="ask_for_help"),
]
