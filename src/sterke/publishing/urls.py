from django.urls import path

from . import feeds, views
from .newsletter.urls import urlpatterns as newsletter

app_name = "publishing"
urlpatterns = [
    path("aktuelt/", views.page, {"place": "aktuelt"}, name="news"),
    path("aktuelt/atom.xml", feeds.news, name="feed"),
    path("aktuelt/utkast/<str:key>/", views.draft, name="draft"),
    *newsletter,
    # Last of all addresses: whatever no room has taken may be a page, or lead to where it went.
    path("<path:place>/", views.page, name="page"),
]
