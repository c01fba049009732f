from django.urls import path

from . import urls_positions
from .views import cases, entries, meetings, promises, radar, streams

app_name = "advocacy"
urlpatterns = [
    path("saker/", cases.cases, name="cases"),
    path("saker/ny/", cases.start_case, name="start_case"),
    path("saker/radar/", radar.radar, name="radar"),
    path("saker/radar/<int:pk>/<slug:verb>/", radar.decide, name="decide_hit"),
    path("saker/<slug:slug>/", cases.case, name="case"),
    path("saker/<slug:slug>/historien/", cases.whole_story, name="story"),
    path("saker/<slug:slug>/rediger/", cases.edit_case, name="edit_case"),
    path("saker/<slug:slug>/legg-bort/", cases.put_away, name="put_away"),
    path("saker/<slug:slug>/ta-opp/", cases.take_up_again, name="take_up_again"),
    path("saker/<slug:slug>/fjern/", cases.drop_case, name="drop_case"),
    *urls_positions.urlpatterns,
    path("saker/<slug:slug>/<slug:kind>/ny/", entries.new_row, name="new_row"),
    path("saker/<slug:slug>/<slug:kind>/<int:pk>/", entries.row, name="row"),
    path("saker/<slug:slug>/<slug:kind>/<int:pk>/stryk/", entries.strike_row, name="strike_row"),
    path("moter/", meetings.meetings, name="meetings"),
    path("moter/nytt/", meetings.plan_meeting, name="plan_meeting"),
    path("moter/<int:pk>/", meetings.meeting, name="meeting"),
    path("moter/<int:pk>/rediger/", meetings.edit_meeting, name="edit_meeting"),
    path("moter/<int:pk>/hvem/", meetings.who_came, name="who_came"),
    path("moter/<int:pk>/hvem/<int:row>/stryk/", meetings.strike_attendance, name="strike_attendance"),
    path("moter/<int:pk>/krav/", meetings.new_ask, name="new_ask"),
    path("moter/<int:pk>/krav/<int:row>/", meetings.edit_ask, name="edit_ask"),
    path("moter/<int:pk>/krav/<int:row>/stryk/", meetings.strike_ask, name="strike_ask"),
    path("moter/<int:pk>/notater/", meetings.notes, name="notes"),
    path("moter/<int:pk>/notater/<int:row>/behold/", meetings.keep_note, name="keep_note"),
    path("moter/<int:pk>/notater/<int:row>/slett/", meetings.drop_note, name="drop_note"),
    path("moter/<int:pk>/oppfolging/", meetings.take_on, name="take_on"),
    path("moter/<int:pk>/samtaleark.pdf", meetings.brief, name="brief"),
    path("oppfolging/<int:pk>/ferdig/", meetings.finish, name="finish"),
    path("lofter/", promises.ledger, name="ledger"),
    path("lofter/atom/", streams.ledger_feed, name="ledger_feed"),
    path("lofter.<slug:ending>", streams.ledger_file, name="ledger_file"),
    path("lofter/nytt/<slug:slug>/", promises.write_down, name="write_down"),
    path("lofter/<int:pk>/", promises.promise, name="promise"),
    path("lofter/<int:pk>/rediger/", promises.edit_promise, name="edit_promise"),
    path("lofter/<int:pk>/utfall/", promises.tell_outcome, name="tell_outcome"),
]
