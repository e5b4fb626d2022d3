"""The addresses of balancing."""

from django.urls import path

from vaka.web.balancing import area, council, heard, precedents, routines, template, views

app_name = "balancing"
urlpatterns = [
    path("", views.index, name="index"),
    path("ny/", views.draft, name="draft"),
    path("prejudikat/", precedents.search, name="precedents"),
    path("likformighet/", precedents.uniformity, name="uniformity"),
    path("rutiner/", routines.routines, name="routines"),
    path("rutiner/ny/", routines.publish, name="publish-routine"),
    path("rutiner/<str:series>/", routines.routine, name="routine"),
    path("rutiner/<str:series>/ny/", routines.publish_version, name="publish-version"),
    path("mall/", template.whole, name="template"),
    path("mall/ny/", template.add_question, name="add-question"),
    path("mall/<str:own>/avsluta/", template.end_question, name="end-question"),
    path("<str:key>/", views.assessment, name="assessment"),
    path("<str:key>/avsnitt/<int:number>/", views.section, name="section"),
    path("<str:key>/omrade/", area.area, name="area"),
    path("<str:key>/liknande/", precedents.similar, name="similar"),
    path("<str:key>/historik/<str:question>/", views.history, name="history"),
    path("<str:key>/mall/", template.changed, name="changed"),
    path("<str:key>/mall/folj/", template.renew, name="renew"),
    path("<str:key>/rutin/<str:series>/", routines.follow, name="follow"),
    path("<str:key>/konsekvens/", heard.impact, name="impact"),
    path("<str:key>/konsekvens.pdf", heard.impact_pdf, name="impact-pdf"),
    path("<str:key>/konsekvens.docx", heard.impact_docx, name="impact-docx"),
    path("<str:key>/konsekvens/rad/", heard.advise_on_impact, name="advise-on-impact"),
    path("<str:key>/anstallda/", heard.employees, name="employees"),
    path("<str:key>/skicka/", views.submit, name="submit"),
    path("<str:key>/ta-tillbaka/", views.take_back, name="take_back"),
    path("<str:key>/slutlig/", views.finalise, name="finalise"),
    path("<str:key>/ny-version/", views.revise, name="revise"),
    path("<str:key>/granska/", council.review, name="review"),
    path("<str:key>/bemot/<str:advice>/", council.reply, name="reply"),
    path("<str:key>/fraga/<str:question>/", council.comment, name="comment"),
    path("<str:key>/svara/<str:comment>/", council.answer_comment, name="answer-comment"),
    path("<str:key>/klar/<str:comment>/", council.settle_comment, name="settle-comment"),
]
