"""The addresses of cases."""

from django.urls import path

from vaka.web.cases import delegating, hearing, recusing, resolving, statements, views

app_name = "cases"
urlpatterns = [
    path("", views.index, name="index"),
    path("nytt/", views.open_case, name="open"),
    path("delegation/", delegating.delegations, name="delegations"),
    path("delegation/ny/", delegating.delegate, name="delegate"),
    path("delegation/<str:decision>/", delegating.report, name="report"),
    path("<str:key>/", views.case, name="case"),
    path("<str:key>/initiativ/", views.enter_initiative, name="initiative"),
    path("<str:key>/beredning/", views.prepare, name="prepare"),
    path("<str:key>/sammantrade/", views.plan_meeting, name="meeting"),
    path("<str:key>/jav/", recusing.recuse, name="recuse"),
    path("<str:key>/jav/<str:recusal>/", recusing.withdraw, name="withdraw-recusal"),
    path("<str:key>/diarium/", views.register, name="register"),
    path("<str:key>/diarium/ny/", views.register_document, name="document"),
    path("<str:key>/remiss/", hearing.refer, name="refer"),
    path("<str:key>/remiss/<str:referral>/", hearing.give_opinion, name="opinion"),
    path("<str:key>/remiss/<str:referral>/paminn/", hearing.remind, name="remind"),
    path("<str:key>/remiss/<str:referral>/avvikande/", hearing.note_dissent, name="dissent"),
    path("<str:key>/skrivelse/", statements.write, name="write"),
    path("<str:key>/skrivelse/<str:statement>/", statements.statement, name="statement"),
    path("<str:key>/skrivelse/<str:statement>/signera/", statements.sign, name="sign"),
    path(
        "<str:key>/skrivelse/<str:statement>.pdf",
        statements.statement_pdf,
        name="statement-pdf",
    ),
    path(
        "<str:key>/skrivelse/<str:statement>.docx",
        statements.statement_docx,
        name="statement-docx",
    ),
    path("<str:key>/beslut/", resolving.resolve, name="resolve"),
    path("<str:key>/beslut/delegation/", delegating.decide, name="delegated"),
    path(
        "<str:key>/beslut/<str:resolution>/avvikande/",
        resolving.note_dissent,
        name="reservation",
    ),
    path(
        "<str:key>/beslut/<str:resolution>/justera/",
        resolving.approve_minutes,
        name="minutes",
    ),
    path("<str:key>/beslut/<str:resolution>/utdrag.pdf", resolving.extract, name="extract"),
]
