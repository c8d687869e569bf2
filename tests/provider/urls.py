"""The addresses of the house, and those of an identity provider."""

from django.urls import include, path

from utsyn.web.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
urlpatterns = [path("", include("allauth.idp.urls")), *urlpatterns]
