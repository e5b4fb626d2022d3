"""The addresses of decisions."""

from django.urls import path

from vaka.web.decisions import appeals, exempting, transfers, views

app_name = "decisions"
urlpatterns = [
    path("", views.index, name="index"),
    path("fatta/<str:balancing_id>/", views.decide, name="decide"),
    path("villkor/<str:key>.terms", views.download, name="download"),
    path("villkor/<str:key>/aterkalla/", views.revoke, name="revoke"),
    path("overklagande/<str:appeal>/", appeals.rule, name="rule"),
    path("undantag/<str:exemption>/avsluta/", exempting.end, name="end-exemption"),
    path("overlatelse/<str:transfer>/aterta/", transfers.withdraw, name="withdraw-transfer"),
    path("overtag/<str:transfer>/", transfers.take_over, name="take-over"),
    path("<str:key>/", views.decision, name="decision"),
    path("<str:key>/overklaga/", appeals.appeal, name="appeal"),
    path("<str:key>/undantag/", exempting.exempt, name="exempt"),
    path("<str:key>/overlat/", transfers.hand_over, name="hand-over"),
    path("<str:key>/utfarda/", views.issue, name="issue"),
]
