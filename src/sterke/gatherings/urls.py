from django.urls import path, re_path

from .views import afterwards, asking, feeds, manage, pages, registering

app_name = "gatherings"
urlpatterns = [
    path("styrketrening/", pages.gatherings, name="gatherings"),
    path("styrketrening/ny/", manage.start, name="start"),
    path("styrketrening/resultater/", afterwards.results, name="results"),
    path("styrketrening/kalender.ics", pages.calendar, name="calendar"),
    path("styrketrening/atom.xml", feeds.feed, name="feed"),
    re_path(r"^styrketrening/(?P<year>\d{4})/(?P<number>\d{1,2})/$", pages.month, name="month"),
    path("styrketrening/<slug:slug>/", pages.gathering, name="gathering"),
    path("styrketrening/<slug:slug>/kalender.ics", pages.calendar_of, name="calendar_of"),
    path("styrketrening/<slug:slug>/rediger/", manage.edit, name="edit"),
    re_path(
        r"^styrketrening/(?P<slug>[-\w]+)/(?P<verb>hold-av|aapne|lukk|kladd)/$", manage.set_status, name="set_status"
    ),
    path("styrketrening/<slug:slug>/avlys/", manage.call_off, name="call_off"),
    path("styrketrening/<slug:slug>/gjenoppta/", manage.take_up_again, name="take_up_again"),
    path("styrketrening/<slug:slug>/kopier/", manage.copy, name="copy"),
    path("styrketrening/<slug:slug>/mal/nytt/", manage.goal, name="new_goal"),
    path("styrketrening/<slug:slug>/mal/<int:pk>/", manage.goal, name="goal"),
    path("styrketrening/<slug:slug>/mal/<int:pk>/stryk/", manage.drop_goal, name="drop_goal"),
    path("styrketrening/<slug:slug>/mal/<int:pk>/etter/<int:days>/", manage.result, name="result"),
    path("styrketrening/<slug:slug>/program/nytt/", manage.item, name="new_item"),
    path("styrketrening/<slug:slug>/program/<int:pk>/", manage.item, name="item"),
    path("styrketrening/<slug:slug>/program/<int:pk>/stryk/", manage.drop_item, name="drop_item"),
    path("styrketrening/<slug:slug>/pamelding/", registering.register, name="register"),
    path("styrketrening/<slug:slug>/deltakere/", registering.participants, name="participants"),
    path("styrketrening/<slug:slug>/deltakere/<int:pk>/meld-av/", registering.cancel, name="cancel"),
    path("styrketrening/<slug:slug>/deltakere/<int:pk>/ta-plassen/", registering.accept, name="accept"),
    path("styrketrening/<slug:slug>/deltakere/<int:pk>/bytt/", registering.substitute, name="substitute"),
    path("styrketrening/<slug:slug>/deltakere.<str:ending>", asking.participants_file, name="participants_file"),
    path("styrketrening/<slug:slug>/sporsmal/", asking.questions, name="questions"),
    path("styrketrening/<slug:slug>/sporsmal/<int:pk>/", asking.question, name="question"),
    path("styrketrening/<slug:slug>/sporsmal/<int:pk>/stryk/", asking.drop_question, name="drop_question"),
    re_path(
        r"^styrketrening/(?P<slug>[-\w]+)/sporsmal/(?P<pk>\d+)/flytt/(?P<way>opp|ned)/$",
        asking.move_question,
        name="move_question",
    ),
    path("styrketrening/<slug:slug>/takk/", afterwards.thank, name="thank"),
    path("styrketrening/<slug:slug>/etterpaa/", afterwards.afterwards, name="afterwards"),
    path("styrketrening/<slug:slug>/etterpaa/<int:pk>/gjort/", afterwards.finish, name="finish"),
    path("styrketrening/<slug:slug>/materiell/nytt/", afterwards.share, name="share"),
    path("styrketrening/<slug:slug>/materiell/<int:pk>/", afterwards.material, name="material"),
    path("styrketrening/<slug:slug>/materiell/<int:pk>/stryk/", afterwards.drop_material, name="drop_material"),
    path("tilbakemelding/<str:token>/", afterwards.feedback, name="feedback"),
    path("hvordan-gikk-det/<str:token>/", afterwards.result_by_link, name="result_by_link"),
    path("oppfolging/<str:token>/", afterwards.follow_up_by_link, name="follow_up_by_link"),
    path("pamelding/<str:token>/", registering.own, name="own"),
    path("pamelding/<str:token>/kalender.ics", registering.own_calendar, name="own_calendar"),
]
