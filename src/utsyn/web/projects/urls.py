"""The addresses of the room of projects."""

from django.urls import path

from utsyn.web.projects import changing, importing, views

app_name = "projects"
urlpatterns = [
    path("projects/", views.projects, name="list"),
    path("projects/public/", views.public, name="public"),
    path("projects/selection.<str:form>", views.selection, name="selection"),
    path("projects/public/selection.<str:form>", views.public_selection, name="public_selection"),
    path("projects/import/", importing.send, name="import"),
    path("projects/import/<str:link>/", importing.preview, name="preview"),
    path("projects/import/<str:link>/flaws.csv", importing.flaws, name="flaws"),
    path("projects/<str:key>/", views.project, name="project"),
    path("projects/<str:key>/result/", changing.result, name="result"),
    path("projects/<str:key>/change/", changing.change, name="change"),
    path("projects/<str:key>/duty/", changing.duty, name="duty"),
    path("projects/<str:key>/duties/<int:number>/done/", changing.done, name="done"),
]
