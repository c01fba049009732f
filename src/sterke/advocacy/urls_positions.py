"""The addresses of positions; urls.py puts them before those of the case, which would take them for its own."""

from django.urls import path

from .views import claims, mandate, positions

ONE = "saker/<slug:slug>/standpunkt/<int:number>/"
urlpatterns = [
    path("saker/<slug:slug>/standpunkt/ny/", positions.start_position, name="start_position"),
    path(ONE, positions.position, name="position"),
    path(f"{ONE}rediger/", positions.edit_position, name="edit_position"),
    path(f"{ONE}vedta/", positions.adopt, name="adopt"),
    path(f"{ONE}dropp/", positions.drop_position, name="drop_position"),
    path(f"{ONE}gitt/ny/", positions.hand_over, name="hand_over"),
    path(f"{ONE}gitt/<int:pk>/stryk/", positions.strike_handover, name="strike_handover"),
    path(f"{ONE}tall/ny/", claims.new_claim, name="new_claim"),
    path(f"{ONE}tall/<int:pk>/", claims.edit_claim, name="edit_claim"),
    path(f"{ONE}tall/<int:pk>/stryk/", claims.strike_claim, name="strike_claim"),
    path(f"{ONE}tall/<int:pk>/nytt/", claims.take_new_figure, name="take_new_figure"),
    path(f"{ONE}spor/", mandate.ask_members, name="ask_members"),
    path(f"{ONE}svar/", mandate.mandate, name="mandate"),
    path(f"{ONE}svar.<slug:ending>", mandate.mandate_file, name="mandate_file"),
    path(f"{ONE}purr/", mandate.remind_silent, name="remind_silent"),
    path(f"{ONE}svar/<slug:company>/", mandate.answer_for, name="answer_for"),
    path("standpunkt/<str:token>/", mandate.endorse, name="endorse"),
]
