"""The one Django app of the house."""

from django.apps import AppConfig


class UtsynConfig(AppConfig):
    """Everything under `utsyn.web`, under the short label `utsyn`."""

    name = "utsyn.web"
    label = "utsyn"
    verbose_name = "Utsyn"
    default_auto_field = "django.db.models.BigAutoField"
