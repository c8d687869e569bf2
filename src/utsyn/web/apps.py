"""The one Django app of the house."""

from importlib import import_module

from django.apps import AppConfig


class UtsynConfig(AppConfig):
    """Everything under `utsyn.web`, under the short label `utsyn`."""

    name = "utsyn.web"
    label = "utsyn"
    verbose_name = "Utsyn"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have groups.yaml looked at whenever the installation is checked."""
        import_module("utsyn.web.people.signin.groups")
