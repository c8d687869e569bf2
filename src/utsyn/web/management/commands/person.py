"""People who sign in with a password: add one, send the link again, let one in again, take away a lost second factor."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from utsyn.problems import Problems
from utsyn.web.people.models import User
from utsyn.web.people.signin import adding
from utsyn.web.people.signin.adapter import send_link


class Command(BaseCommand):
    """The command."""

    help = "add, link, unlock or take-second-factor: for people who sign in with a password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("do", choices=["add", "link", "unlock", "take-second-factor"])
        parser.add_argument("email", help="the person's e-mail address")
        parser.add_argument("--name", default="", help="what she is called; asked for by add")
        parser.add_argument(
            "--language", default="nb", help="nb, nn or en: the language of letters to her (nb)"
        )
        parser.add_argument("--administrator", action="store_true", help="she gives roles and keeps units")
        parser.add_argument("--institution", default="", help="founds the institution, where there is none")
        parser.add_argument("--send", action="store_true", help="send the link by e-mail too")

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            self.stdout.write(self._done(options))
        except Problems as error:
            raise CommandError("\n".join(problem.said("en") for problem in error.problems)) from error

    def _done(self, options: dict[str, Any]) -> str:
        do, email, at = options["do"], options["email"], timezone.now()
        if do == "unlock":
            return f"Open again: {adding.unlock(adding.somebody(email), at=at)} tries forgotten."
        if do == "take-second-factor":
            return f"Taken away: {adding.take_second_factor(adding.somebody(email), at=at)} keys."
        if do == "add":
            return self._linked(self._added(options), options)
        return self._linked(adding.somebody(email), options)

    @transaction.atomic
    def _added(self, options: dict[str, Any]) -> User:
        if not options["name"].strip():
            raise CommandError('Say what she is called: --name "First Last"')
        at = timezone.now()
        user = adding.add_person(options["email"], name=options["name"], language=options["language"], at=at)
        if options["administrator"]:
            adding.make_administrator(user, institution=options["institution"], at=at)
        return user

    def _linked(self, user: User, options: dict[str, Any]) -> str:
        link = adding.link(user)
        if options["send"]:
            send_link(user, email=user.email, link=link)
        return f"She chooses a password here, within three days:\n{link}"
