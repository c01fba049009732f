"""Addresses of the newsletter, within those of publishing."""

from django.urls import path

from . import feeds
from .views import editing, reports, showing, subscribing

EDIT = "nyhetsbrev/redaksjon/"
urlpatterns = [
    path("nyhetsbrev/", subscribing.newsletter, name="newsletter"),
    path("nyhetsbrev/atom.xml", feeds.issues, name="newsletter_feed"),
    path("nyhetsbrev/<int:number>/", showing.issue, name="issue"),
    path("nyhetsbrev/bekreft/<str:token>/", subscribing.confirm, name="newsletter_confirm"),
    path("nyhetsbrev/valg/<str:token>/", subscribing.choices, name="newsletter_choices"),
    path("nyhetsbrev/av/<str:token>/", subscribing.leave, name="newsletter_leave"),
    path(EDIT, editing.issue_list, name="issues"),
    path(f"{EDIT}ny/", editing.begin_issue, name="begin_issue"),
    path(f"{EDIT}malgruppe/", editing.edit_segment, name="new_segment"),
    path(f"{EDIT}malgruppe/<int:pk>/", editing.edit_segment, name="edit_segment"),
    path(f"{EDIT}retur/", reports.reports, name="mail_reports"),
    path(f"{EDIT}retur/<int:pk>/", reports.settle, name="settle_report"),
    path(f"{EDIT}<int:pk>/", editing.edit_issue, name="edit_issue"),
    path(f"{EDIT}<int:pk>/sak/", editing.new_item, name="new_item"),
    path(f"{EDIT}<int:pk>/sak/<int:item>/", editing.edit_item, name="edit_item"),
    path(f"{EDIT}<int:pk>/sak/<int:item>/<slug:verb>/", editing.move_item, name="move_item"),
    path(f"{EDIT}<int:pk>/vis/<slug:edition>/", showing.preview, name="preview_issue"),
    path(f"{EDIT}<int:pk>/vis/<slug:edition>/<slug:look>/", showing.letter, name="letter_of_issue"),
    path(f"{EDIT}<int:pk>/planlegg/", editing.schedule_issue, name="schedule_issue"),
    path(f"{EDIT}<int:pk>/slett/", editing.drop_issue, name="drop_issue"),
    path(f"{EDIT}<int:pk>/steg/<slug:verb>/", editing.issue_step, name="issue_step"),
    path("nyhetsbrev/retur/<str:secret>/", reports.hook, name="mail_hook"),
]
