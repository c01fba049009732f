from django.urls import path

from .views import companies, invitations, people

app_name = "directory"
urlpatterns = [
    path("medlemmer/<slug:slug>/inviter/", invitations.invite, name="invite"),
    path("invitasjon/<str:token>/", invitations.accept_invitation, name="accept_invitation"),
    path("virksomheter/ny/", companies.new_organisation, name="new_organisation"),
    path("medlemmer/<slug:slug>/rediger/", companies.edit_organisation, name="edit_organisation"),
    path("medlemmer/<slug:slug>/folk/", people.people, name="people"),
    path("medlemmer/<slug:slug>/folk/<int:pk>/", people.edit_person, name="edit_person"),
    path("medlemmer/<slug:slug>/folk/<int:pk>/slutt/", people.end_role, name="end_role"),
]
