"""The addresses of balancing."""

from django.urls import path

from vaka.web.balancing import area, council, views

app_name = "balancing"
urlpatterns = [
    path("", views.index, name="index"),
    path("ny/", views.draft, name="draft"),
    path("<str:key>/", views.assessment, name="assessment"),
    path("<str:key>/avsnitt/<int:number>/", views.section, name="section"),
    path("<str:key>/omrade/", area.area, name="area"),
    path("<str:key>/historik/<str:question>/", views.history, name="history"),
    path("<str:key>/skicka/", views.submit, name="submit"),
    path("<str:key>/ta-tillbaka/", views.take_back, name="take_back"),
    path("<str:key>/slutlig/", views.finalise, name="finalise"),
    path("<str:key>/ny-version/", views.revise, name="revise"),
    path("<str:key>/granska/", council.review, name="review"),
    path("<str:key>/bemot/<str:advice>/", council.reply, name="reply"),
]
