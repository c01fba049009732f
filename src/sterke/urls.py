"""All addresses. Bokmål has plain addresses, English the same under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from wagtail.admin import urls as office_urls
from wagtail.documents import urls as document_urls

from sterke.api import urls as api_urls
from sterke.publishing.views import picture
from sterke.website import docs, found, icons

urlpatterns: list[URLPattern | URLResolver] = i18n_patterns(
    path("api/docs", docs.docs, name="api_docs"), prefix_default_language=False
)
urlpatterns += [
    path("kontoret/", include(office_urls)),
    path("dokumenter/", include(document_urls)),
    path("media/images/<str:name>", picture, name="picture"),
    path("api/", include(api_urls)),
    path("sitemap.xml", found.sitemap, name="sitemap"),
    path("robots.txt", found.robots, name="robots"),
    path(".well-known/security.txt", found.security, name="security"),
    path("favicon.ico", icons.favicon, name="favicon"),
    path("<slug:name>.png", icons.icon, name="icon"),
    path("manifest.webmanifest", found.manifest, name="manifest"),
]
urlpatterns += i18n_patterns(
    path("", include("sterke.accounts.urls")),
    path("", include("sterke.region.urls")),
    path("", include("sterke.directory.urls")),
    path("", include("sterke.membership.urls")),
    path("", include("sterke.goals.urls")),
    path("", include("sterke.advocacy.urls")),
    path("", include("sterke.gatherings.urls")),
    path("", include("sterke.connections.urls")),
    path("", include("sterke.exchange.urls")),
    path("", include("sterke.website.urls")),
    path("", include("sterke.publishing.urls")),
    prefix_default_language=False,
)

handler400 = "sterke.website.errors.bad_request"
handler403 = "sterke.website.errors.forbidden"
handler404 = "sterke.website.errors.not_found"
handler500 = "sterke.website.errors.server_error"
