"""The addresses of the pages, one include a stage."""

from django.urls import include, path

from vaka.web.account import email
from vaka.web.account import views as account
from vaka.web.home import views as home

urlpatterns = [
    path("", home.overview, name="home"),
    path("login/", account.login, name="login"),
    path("logout/", account.logout, name="logout"),
    path("epost/", email.own_email, name="own-email"),
    path("losenord/", account.own_password, name="own-password"),
    path("language/", account.language, name="language"),
    path("theme/", account.theme, name="theme"),
    path("healthz", home.healthz, name="healthz"),
    path("metrics", home.metrics, name="metrics"),
    path("kommunen/", include("vaka.web.municipality.urls")),
    path("behov/", include("vaka.web.needs.urls")),
    path("atgarder/", include("vaka.web.measures.urls")),
    path("avvagning/", include("vaka.web.balancing.urls")),
    path("beslut/", include("vaka.web.decisions.urls")),
    path("arenden/", include("vaka.web.cases.urls")),
    path("drift/", include("vaka.web.operation.urls")),
    path("larm/", include("vaka.web.response.urls")),
    path("samverkan/", include("vaka.web.sharing.urls")),
    path("effekt/", include("vaka.web.evaluation.urls")),
    path("", include("vaka.web.oversight.urls")),
]
