"""The addresses of the municipality."""

from django.urls import path

from vaka.web.municipality import people, sites, tasks, tokens, views

app_name = "municipality"
urlpatterns = [
    path("", views.index, name="index"),
    path("kontakt/", views.contact, name="contact"),
    path("namnder/ny/", views.add_board, name="add-board"),
    path("namnder/<str:key>/", views.board, name="board"),
    path("namnder/<str:key>/kontakt/", views.board_contact, name="board-contact"),
    path("namnder/<str:key>/forvaltningar/", views.add_department, name="add-department"),
    path("att-gora/", tasks.index, name="tasks"),
    path("att-gora/<str:key>/", tasks.task, name="task"),
    path("samverkande/", views.add_partner, name="add-partner"),
    path("nycklar/", tokens.index, name="tokens"),
    path("nycklar/ny/", tokens.add, name="add-token"),
    path("nycklar/<str:key>/", tokens.token, name="token"),
    path("platser/", sites.index, name="sites"),
    path("platser/ny/", sites.add, name="add-site"),
    path("platser/<str:key>/", sites.site, name="site"),
    path("personer/", people.index, name="people"),
    path("personer/ny/", people.add, name="add-person"),
    path("personer/<str:key>/", people.person, name="person"),
    path("personer/<str:key>/uppdrag/", people.assign, name="assign"),
    path("personer/<str:key>/losenord/", people.password, name="password"),
    path("personer/<str:key>/ut/", people.deactivate, name="deactivate"),
    path("personer/<str:key>/in/", people.reactivate, name="reactivate"),
    path("uppdrag/<str:key>/avsluta/", people.end, name="end"),
]
