"""Serve the identity provider:  python -m tests.provider PORT REDIRECT_URI, with UTSYN_VAR naming an empty folder.

One client, whose people need not consent; one person in three groups. It says "ready" once it answers.
"""

import os
import sys
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

CLIENT, SECRET = "utsyn-under-test", "a secret between the two"
EMAIL, PASSWORD = "kari.oppdiktet@example.org", "sju fjell og litt regn"
GROUPS = ("fc:org:example.org:unit:geo", "fc:fs:course:GEO-100", "fc:fs:course:GEO-200")


class Server(ThreadingMixIn, WSGIServer):
    """A thread for each request: a browser and the other instance ask at once."""

    daemon_threads = True


class Silent(WSGIRequestHandler):
    """Writes no line for each request."""

    def log_message(self, *_told: object) -> None:
        """Say nothing."""


def main(port: int, redirect: str) -> None:
    """Make the key, the tables, the client and the person, and serve."""
    folder = Path(os.environ["UTSYN_VAR"])
    (folder / "signing.pem").write_bytes(signing_key())
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.provider.settings"
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
    call_command("migrate", verbosity=0)
    people(redirect)
    with make_server("localhost", port, application, Server, Silent) as server:
        print("ready", flush=True)
        server.serve_forever()


def signing_key() -> bytes:
    """A key of this run alone."""
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def people(redirect: str) -> None:
    """Put the client and the person in place."""
    from allauth.account.models import EmailAddress
    from allauth.idp.oidc.models import Client
    from django.contrib.auth.models import Group

    from utsyn.web.people.models import User

    client = Client(id=CLIENT, name="Utsyn", redirect_uris=redirect, skip_consent=True)
    client.scopes = "openid\nprofile\nemail\ngroups"
    client.set_secret(SECRET)
    client.save()
    kari = User.objects.create_user(EMAIL, EMAIL, PASSWORD, first_name="Kari", last_name="Oppdiktet")
    EmailAddress.objects.create(user=kari, email=EMAIL, verified=True, primary=True)
    kari.groups.set([Group.objects.create(name=name) for name in GROUPS])


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
