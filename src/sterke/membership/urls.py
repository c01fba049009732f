from django.urls import path, re_path

from .views import applications, fellowship, leaving, networks

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
    path("nettverk/<slug:slug>/avslutt/", networks.end_network, name="end_network"),
    path("folk/<int:pk>/slutter/", leaving.person_leaves, name="person_leaves"),
    path("etterfolger/sak/<int:pk>/", leaving.departure, name="departure"),
    path("etterfolger/<str:token>/", leaving.successor, name="successor"),
    path("medlemmer/<slug:slug>/medlemskap/", fellowship.membership, name="membership"),
    path("medlemstall/", fellowship.members_over_time, name="members_over_time"),
    path("styret/", fellowship.bodies, name="bodies"),
]
