"""The addresses of the annual meeting."""

from django.urls import path, re_path

from .views import annual, annual_outcome, annual_votes

AT = "styrketrening/<slug:slug>/aarsmote/"
urlpatterns = [
    path(AT, annual.annual, name="annual"),
    path(f"{AT}saker/ny/", annual.new_item, name="annual_new_item"),
    path(f"{AT}saker/<int:pk>/", annual.item, name="annual_item"),
    path(f"{AT}saker/<int:pk>/stryk/", annual.drop_item, name="annual_drop_item"),
    re_path(
        r"^styrketrening/(?P<slug>[-\w]+)/aarsmote/saker/(?P<pk>\d+)/flytt/(?P<way>opp|ned)/$",
        annual.move_item,
        name="annual_move_item",
    ),
    path(f"{AT}saker/<int:pk>/papir/", annual.new_paper, name="annual_new_paper"),
    path(f"{AT}saker/<int:pk>/vedtak/", annual_outcome.resolution, name="annual_resolution"),
    path(f"{AT}papir/<int:pk>/", annual.paper, name="annual_paper"),
    path(f"{AT}papir/<int:pk>/stryk/", annual.drop_paper, name="annual_drop_paper"),
    path(f"{AT}innkalling/", annual.notice, name="annual_notice"),
    path(f"{AT}stemmerett/", annual_votes.voters, name="annual_voters"),
    path(f"{AT}stemmerett.<str:ending>", annual_votes.voters_file, name="annual_voters_file"),
    path(f"{AT}fullmakter/", annual_votes.proxies, name="annual_proxies"),
    path(f"{AT}fullmakter/<int:pk>/trekk/", annual_votes.withdraw_proxy, name="annual_withdraw_proxy"),
    path(f"{AT}fullmakt/<slug:company>/", annual_votes.own_proxy, name="annual_own_proxy"),
    path(f"{AT}oppmote/", annual_votes.attendance, name="annual_attendance"),
    re_path(
        r"^styrketrening/(?P<slug>[-\w]+)/aarsmote/oppmote/(?P<pk>\d+)/(?P<way>inn|ut)/$",
        annual_votes.mark,
        name="annual_mark",
    ),
    path(f"{AT}valg/", annual_outcome.elections, name="annual_elections"),
    path(f"{AT}valg/hent/", annual_outcome.call_up, name="annual_call_up"),
    path(f"{AT}valg/ny/", annual_outcome.new_election, name="annual_new_election"),
    path(f"{AT}valg/gjennomfor/", annual_outcome.carry_out, name="annual_carry_out"),
    path(f"{AT}valg/<int:pk>/", annual_outcome.election, name="annual_election"),
    path(f"{AT}valg/<int:pk>/stryk/", annual_outcome.drop_election, name="annual_drop_election"),
    path(f"{AT}valg/<int:pk>/kandidat/", annual_outcome.candidate, name="annual_candidate"),
    path(f"{AT}valg/<int:pk>/resultat/", annual_outcome.outcome, name="annual_outcome"),
    path(f"{AT}kandidater/<int:pk>/stryk/", annual_outcome.drop_candidate, name="annual_drop_candidate"),
    path(f"{AT}protokoll/", annual_outcome.minutes, name="annual_minutes"),
    path(f"{AT}protokoll/skriv/", annual_outcome.write_minutes, name="annual_write_minutes"),
    path(f"{AT}protokoll/publiser/", annual_outcome.publish_minutes, name="annual_publish_minutes"),
    path(f"{AT}protokoll/rett/", annual_outcome.reopen_minutes, name="annual_reopen_minutes"),
    path("innkalling/<str:token>/", annual_votes.company, name="annual_company"),
    path("innkalling/<str:token>/papir/<int:pk>/", annual_votes.company_paper, name="annual_company_paper"),
]
