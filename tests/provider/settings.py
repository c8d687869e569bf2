"""A second instance of the house that acts as an identity provider, for the tests of signing in."""

import os
from pathlib import Path

from utsyn.web.settings import *  # noqa: F403  the same house, with one room more

INSTALLED_APPS = [*INSTALLED_APPS, "allauth.idp.oidc"]  # noqa: F405
ROOT_URLCONF = "tests.provider.urls"
IDP_OIDC_ADAPTER = "tests.provider.adapter.People"
IDP_OIDC_PRIVATE_KEY = Path(os.environ["UTSYN_VAR"], "signing.pem").read_text("ascii")
CONTENT_SECURITY_POLICY = None  # a provider's forms lead back to where one came from
