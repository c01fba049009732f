from django.urls import path, re_path

from . import cards, front, gallery, health, mail, search, views

app_name = "website"
urlpatterns = [
    path("", front.front, name="front"),
    re_path(r"^bilde/(?P<stamp>[0-9a-f]{12})/(?P<place>.*)kort\.png$", cards.picture, name="card"),
    path("merke.svg", front.mark, name="mark"),
    path("components/", gallery.components, name="components"),
    path("sok/", search.search, name="search"),
    path("sok/forslag/", search.suggest, name="suggest"),
    path("medlemmer/", views.organisations, name="organisations"),
    path("medlemmer/<slug:slug>/", views.organisation, name="organisation"),
    path("nettverk/", views.networks, name="networks"),
    path("nettverk/<slug:slug>/", views.network, name="network"),
    path("min-side/", views.my_page, name="my_page"),
    path("min-side/sprak/", views.choose_language, name="choose_language"),
    path("skrivebord/", views.desk, name="desk"),
    path("skrivebord/post/", mail.mails, name="mails"),
    path("skrivebord/post/<int:pk>/igjen/", mail.send_again, name="send_again"),
    path("skrivebord/post/<int:pk>/stopp/", mail.stop_mail, name="stop_mail"),
    path("innboks/", mail.inbox, name="inbox"),
    path("helse/", health.health, name="health"),
]
