from django.urls import path

from . import views

app_name = "goals"
urlpatterns = [
    path("mal/", views.goals, name="goals"),
    path("mal/nytt/", views.start_goal, name="start_goal"),
    path("mal/<slug:slug>/", views.goal, name="goal"),
    path("mal/<slug:slug>/rediger/", views.edit_goal, name="edit_goal"),
    path("mal/<slug:slug>/avslutt/", views.end_goal, name="end_goal"),
    path("mal/<slug:slug>/gjenoppta/", views.resume_goal, name="resume_goal"),
    path("mal/<slug:slug>/maling/", views.measure_goal, name="measure_goal"),
    path("mal/<slug:slug>/maling/<int:pk>/stryk/", views.drop_measurement, name="drop_measurement"),
    path("maling/<str:token>/", views.measure_by_link, name="measure_by_link"),
]
