from django.urls import path, re_path

from .views import companies, exports, imports, invitations, loads, merging, people, person, register

app_name = "directory"
urlpatterns = [
    path("medlemmer/<slug:slug>/inviter/", invitations.invite, name="invite"),
    path("medlemmer/<slug:slug>/inviter/<int:pk>/trekk/", invitations.revoke_invitation, name="revoke_invitation"),
    path("medlemmer/<slug:slug>/inviter/<int:pk>/igjen/", invitations.resend_invitation, name="resend_invitation"),
    path("invitasjon/<str:token>/", invitations.accept_invitation, name="accept_invitation"),
    path("oppslag/enheter/", register.register_lookup, name="register_lookup"),
    path("registerendringer/", register.proposals, name="proposals"),
    path("registerendringer/<int:pk>/godta/", register.accept_proposal, name="accept_proposal"),
    path("registerendringer/<int:pk>/avvis/", register.dismiss_proposal, name="dismiss_proposal"),
    path("virksomheter/ny/", companies.new_organisation, name="new_organisation"),
    path("medlemmer/<slug:slug>/rediger/", companies.edit_organisation, name="edit_organisation"),
    path("medlemmer/<slug:slug>/folk/", people.people, name="people"),
    path("medlemmer/<slug:slug>/folk/<int:pk>/", people.edit_person, name="edit_person"),
    path("medlemmer/<slug:slug>/folk/<int:pk>/slutt/", people.end_role, name="end_role"),
    path("folk/<int:pk>/", person.person, name="person"),
    path("folk/<int:pk>/kopi/", person.copy_person, name="copy_person"),
    path("folk/<int:pk>/slett/", person.erase_person, name="erase_person"),
    re_path(r"^folk/(?P<pk>\d{1,18})/(?P<verb>logg-ut|steng|apne)/$", person.person_account, name="person_account"),
    path("import/", imports.imports, name="imports"),
    path("import/<int:pk>/", imports.import_sheet, name="import_sheet"),
    path("import/<int:pk>/rad/<int:line>/", imports.import_row, name="import_row"),
    path("import/<int:pk>/skriv/", imports.write_import, name="write_import"),
    path("import/<int:pk>/dropp/", imports.drop_import, name="drop_import"),
    path("import/register/", loads.register_loads, name="register_loads"),
    path("import/register/filer/", loads.upload_answers, name="upload_answers"),
    path("import/register/<int:pk>/", loads.register_load, name="register_load"),
    path("import/register/<int:pk>/kryss/", loads.tick_units, name="tick_units"),
    path("import/register/<int:pk>/ta-inn/", loads.take_in, name="take_in"),
    path("import/register/<int:pk>/videre/", loads.go_on_searching, name="go_on_searching"),
    path("import/register/<int:pk>/dropp/", loads.drop_load, name="drop_load"),
    path("eksport/<slug:name>.<slug:ending>", exports.export, name="export"),
    path("slaa-sammen/", merging.merge, name="merge"),
    path("slaa-sammen/<int:pk>/angre/", merging.undo_merge, name="undo_merge"),
]
