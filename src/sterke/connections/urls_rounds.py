"""The addresses of meeting rounds: below their gathering, and by the link in a mail."""

from django.urls import path, re_path

from .views import rounds, rounds_day, rounds_own, rounds_papers, rounds_timetable

BELOW = "styrketrening/<slug:slug>/moterunde/"
AT = r"^styrketrening/(?P<slug>[-\w]+)/moterunde/"
OWN = "moterunde/<str:token>/"

urlpatterns = [
    path(BELOW, rounds.round_page, name="round"),
    path(f"{BELOW}ny/", rounds.start_round, name="start_round"),
    path(f"{BELOW}rediger/", rounds.edit_round, name="edit_round"),
    path(f"{BELOW}tider/", rounds.slots, name="round_slots"),
    path(f"{BELOW}tider/<int:pk>/stryk/", rounds.drop_slot, name="drop_round_slot"),
    path(f"{BELOW}stand/ny/", rounds.stand, name="new_stand"),
    path(f"{BELOW}stand/<int:pk>/", rounds.stand, name="stand"),
    path(f"{BELOW}stand/<int:pk>/stryk/", rounds.drop_stand, name="drop_stand"),
    re_path(AT + r"onsker/(?P<verb>aapne|purr|lukk|gjenaapne)/$", rounds.set_wishes, name="set_wishes"),
    path(f"{BELOW}deltakere/", rounds.people, name="round_people"),
    re_path(AT + r"deltakere/(?P<pk>\d+)/(?P<verb>ut|inn)/$", rounds.step, name="round_step"),
    path(f"{BELOW}lag/", rounds_timetable.make, name="make_timetable"),
    path(f"{BELOW}kjoring/<int:pk>/", rounds_timetable.run_page, name="round_run"),
    path(f"{BELOW}kjoring/<int:pk>/stopp/", rounds_timetable.stop, name="stop_run"),
    path(f"{BELOW}timeplan/", rounds_timetable.timetable, name="round_timetable"),
    path(f"{BELOW}timeplan.<str:ending>", rounds_timetable.timetable_file, name="timetable_file"),
    path(f"{BELOW}timeplan/nytt/", rounds_timetable.meeting, name="new_meeting"),
    path(f"{BELOW}timeplan/<int:pk>/", rounds_timetable.meeting, name="move_meeting"),
    re_path(
        AT + r"timeplan/(?P<pk>\d+)/(?P<verb>laas|laas-opp|stryk)/$",
        rounds_timetable.change_meeting,
        name="change_meeting",
    ),
    re_path(AT + r"(?P<verb>publiser|kast)/$", rounds_timetable.settle, name="settle_timetable"),
    path(f"{BELOW}rapport/", rounds_timetable.report, name="round_report"),
    path(f"{BELOW}rapport.<str:ending>", rounds_timetable.report_file, name="round_report_file"),
    re_path(AT + r"(?P<kind>liste|bordskilt|programmer)\.pdf$", rounds_papers.paper, name="round_paper"),
    path(f"{BELOW}paa-dagen/", rounds_day.day, name="round_day"),
    re_path(AT + r"paa-dagen/(?P<pk>\d+)/(?P<verb>borte|sen)/$", rounds_day.mark, name="mark_participant"),
    path(f"{BELOW}resultater/", rounds_day.results, name="round_outcomes"),
    path(f"{BELOW}mitt/", rounds_own.mine, name="my_round"),
    path(OWN, rounds_own.programme, name="round_programme"),
    path(f"{OWN}onsker/", rounds_own.wishes, name="round_wishes"),
    path(f"{OWN}program.ics", rounds_own.calendar, name="round_calendar"),
    path(f"{OWN}program.pdf", rounds_papers.own_paper, name="own_programme_paper"),
    path(f"{OWN}bestill/", rounds_own.book, name="book_meeting"),
    path(f"{OWN}etterpaa/", rounds_own.results, name="round_results"),
    re_path(r"^moterunde/(?P<token>[^/]+)/(?P<verb>ut|inn)/$", rounds_own.step, name="step_by_link"),
]
