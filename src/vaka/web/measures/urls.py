"""The addresses of measures."""

from django.urls import path

from vaka.web.measures import cooperating, shared, views

app_name = "measures"
urlpatterns = [
    path("", views.index, name="index"),
    path("evidence/", views.evidence, name="evidence"),
    path("together/", shared.shared, name="shared"),
    path("together/take-in/", shared.take_in, name="take-in"),
    path("together/export/", shared.export, name="export"),
    path("samverkan/", cooperating.agreements, name="agreements"),
    path("samverkan/ny/", cooperating.agree, name="agree"),
    path("samverkan/<str:key>/", cooperating.agreement, name="agreement"),
    path("samverkan/<str:key>/avstamning/", cooperating.check_in, name="check-in"),
    path("<str:key>/", views.site, name="site"),
    path("<str:key>/add/", views.add, name="add"),
]
