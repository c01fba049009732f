from django.urls import path

from . import views

app_name = "website"
urlpatterns = [
    path("", views.front, name="front"),
    path("min-side/", views.my_page, name="my_page"),
]
