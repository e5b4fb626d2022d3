"""The addresses of measures."""

from django.urls import path

from vaka.web.measures import (
    cooperating,
    coordinating,
    planning,
    prevention,
    shared,
    views,
)

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
    path("brottsforebyggande/", prevention.prevention, name="prevention"),
    path("plan/ny/", planning.begin, name="plan-begin"),
    path("plan/<str:key>/", planning.plan, name="plan"),
    path("plan/<str:key>/punkt/", planning.add_point, name="plan-point"),
    path("plan/<str:key>/punkt/<int:number>/bort/", planning.remove_point, name="plan-remove"),
    path("plan/<str:key>/beslut/", planning.decide, name="plan-decide"),
    path("plan/<str:key>/uppfoljning/", planning.follow_up, name="plan-follow-up"),
    path("plan/<str:key>/pdf/", planning.print_plan, name="plan-paper"),
    path("rad/nytt/", coordinating.enter_session, name="session-enter"),
    path("rad/<str:key>/", coordinating.session, name="session"),
    path("rapport/ny/", coordinating.enter_report, name="report-enter"),
    path("<str:key>/", views.site, name="site"),
    path("<str:key>/add/", views.add, name="add"),
]
