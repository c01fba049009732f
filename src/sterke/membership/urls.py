from django.urls import path, re_path

from .views import applications, bodies, fellowship, leaving, network_life, networks

app_name = "membership"
urlpatterns = [
    path("bli-medlem/", applications.apply, name="apply"),
    path("bli-medlem/takk/", applications.applied, name="applied"),
    path("soknader/<int:pk>/", applications.application, name="application"),
    path("soknader/<int:pk>/til-styret/", applications.send_to_board, name="send_to_board"),
    path("soknader/<int:pk>/svar/", applications.vote, name="vote"),
    path("soknader/<int:pk>/vedta/", applications.approve, name="approve"),
    path("soknader/<int:pk>/avslaa/", applications.decline, name="decline"),
    path("tilslutning/<str:token>/", applications.endorse, name="endorse"),
    path("nettverk/<slug:slug>/folk/", networks.network_people, name="network_people"),
    path("nettverk/<slug:slug>/folk/ny/", networks.add_seat, name="add_seat"),
    re_path(
        r"^nettverk/(?P<slug>[-\w]+)/folk/(?P<pk>\d{1,18})/(?P<verb>slutt|leder|ikke-leder)/$",
        networks.edit_seat,
        name="edit_seat",
    ),
    path("nettverk/nytt/", network_life.start_network, name="start_network"),
    path("nettverk/<slug:slug>/rediger/", network_life.edit_network, name="edit_network"),
    path("nettverk/<slug:slug>/avslutt/", network_life.end_network, name="end_network"),
    path("folk/<int:pk>/slutter/", leaving.person_leaves, name="person_leaves"),
    path("etterfolger/sak/<int:pk>/", leaving.departure, name="departure"),
    path("etterfolger/<str:token>/", leaving.successor, name="successor"),
    path("medlemmer/<slug:slug>/medlemskap/", fellowship.membership, name="membership"),
    path("medlemstall/", fellowship.members_over_time, name="members_over_time"),
    path("styret/", bodies.bodies, name="bodies"),
    path("styret/verv/<int:pk>/slutt/", bodies.end_appointment, name="end_appointment"),
    path("styret/<slug:kind>/", bodies.body, name="body"),
    path("styret/<slug:kind>/velg/", bodies.appoint, name="appoint"),
]
