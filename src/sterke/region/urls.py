from django.urls import path, re_path

from . import intake, trying, views

app_name = "region"
urlpatterns = [
    path("regionen/", views.figures, name="figures"),
    path("regionen/data/", views.open_data, name="open_data"),
    path("regionen/bygg-inn/", views.embed, name="embed"),
    path("regionen/bilde.png", views.picture, name="picture"),
    re_path(r"^regionen/tall\.(?P<kind>csv|xlsx|json)$", views.data, name="data"),
    path("regionen/tall/<slug:slug>/sett/", views.note_move, name="note_move"),
    path("regionen/tall/<slug:slug>/prov/", trying.try_source, name="try_source"),
    path("regionen/tall/<slug:slug>/prov/<str:key>/", trying.tried, name="tried"),
    path("regionen/les-inn/", intake.read_in, name="read_in"),
    path("regionen/les-inn/<slug:slug>/<int:pk>/", intake.read_in_sheet, name="read_in_sheet"),
    path("regionen/<slug:slug>/", views.municipality, name="municipality"),
]
