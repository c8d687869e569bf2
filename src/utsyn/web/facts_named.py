"""What the facts of calls are called, in the words of the page."""

from django.utils.translation import gettext as _


def fact_names() -> dict[str, str]:
    """Return the names of the facts that shipped calls carry."""
    return {
        "budget": _("Budget"),
        "applications": _("Applications"),
        "funded": _("Funded"),
        "success_rate": _("Success rate"),
        "amount_awarded": _("Amount awarded"),
        "announced": _("Announced"),
    }
