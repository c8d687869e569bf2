"""The addresses of one nomination, below its round."""

from django.urls import path

from utsyn.web.nominations.views import editing, files, pages, sending

app_name = "nominations"
ONE = "rounds/<str:key>/nominations/<int:number>/"
urlpatterns = [
    path("rounds/<str:key>/nominations/begin/", pages.begin, name="begin"),
    path(ONE, pages.nomination, name="nomination"),
    path(f"{ONE}edit/", editing.edit, name="edit"),
    path(f"{ONE}history/", pages.history, name="history"),
    path(f"{ONE}compare/", pages.compare, name="compare"),
    path(f"{ONE}comments/", sending.comment, name="comment"),
    path(f"{ONE}deeds/<str:deed>/", sending.deed, name="deed"),
    path(f"{ONE}attachments/", files.attach, name="attach"),
    path(f"{ONE}attachments/<str:link>/", files.attachment, name="attachment"),
    path(f"{ONE}attachments/<str:link>/remove/", files.remove, name="remove"),
]
