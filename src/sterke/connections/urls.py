from . import urls_rounds

app_name = "connections"
urlpatterns = [*urls_rounds.urlpatterns]
