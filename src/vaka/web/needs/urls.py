"""The addresses of need."""

from django.urls import path

from vaka.web.needs import crime, importing, sharing, surveying, views

app_name = "needs"
urlpatterns = [
    path("", views.index, name="index"),
    path("import/", importing.import_file, name="import"),
    path("police/", views.police, name="police"),
    path("trygghet/", surveying.survey, name="survey"),
    path("trygghet/omraden/", surveying.take_areas, name="survey-areas"),
    path("samordning/", crime.coordination, name="coordination"),
    path("brott/ny/", crime.draft, name="crime-draft"),
    path("brott/<str:key>/", crime.picture, name="crime-picture"),
    path("brott/<str:key>/skriv/", crime.write, name="crime-write"),
    path("brott/<str:key>/beslut/", crime.decide, name="crime-decide"),
    path("brott/<str:key>/pdf/", crime.print_picture, name="crime-paper"),
    path("<str:key>/", views.site, name="site"),
    path("<str:key>/inlasningar/", importing.imports, name="imports"),
    path("<str:key>/inlasningar/centralen/", importing.centre, name="centre"),
    path("<str:key>/inlasningar/<str:brought>/angra/", importing.undo, name="undo"),
    path("<str:key>/dela/", sharing.shared, name="shared"),
    path("<str:key>/behov/", views.state, name="state"),
]
