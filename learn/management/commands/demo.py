"""Fill an empty site with a class that can be looked at."""

import os
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection
from django.urls import reverse
from django.utils import timezone

from learn.demo.filling import demo_class, empty_demo, fill_demo, has_strangers
from learn.demo.people import INSTRUCTOR, NAMES, PASSWORD
from learn.models import Classroom, User

REFUSED = (
    "this database has accounts that the demo hasn't made, so it is left alone. "
    "Point DATABASE_URL at an empty one, such as sqlite:///var/demo.sqlite3, and run this again."
)
MOST_LEARNERS = 300


class Command(BaseCommand):
    help = "Make a class of 30 learners with two weeks of work, in a database without real accounts."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=1, help="another seed makes other learners do other work")
        parser.add_argument("--learners", type=int, default=30, help="how many learners")
        parser.add_argument("--again", action="store_true", help="delete the demo there is, and make it anew")

    def handle(self, *args: Any, seed: int, learners: int, again: bool, **options: Any) -> None:
        if not 1 <= learners <= MOST_LEARNERS:
            raise CommandError(f"--learners is 1 to {MOST_LEARNERS}, not {learners}")
        try:
            classroom = self._prepared()
            if classroom is not None and not again:
                self.stdout.write("The demo is there already; --again makes it anew.")
                self._say_how_to_sign_in(classroom)
                return
            began, now = monotonic(), timezone.now()
            empty_demo(now=now)
            classroom = fill_demo(seed=seed, count=learners, now=now)
        except DatabaseError as error:
            raise CommandError(f"the database at DATABASE_URL can't be used: {error}") from None
        self.stdout.write(f"A class of {learners} with two weeks of work, made in {monotonic() - began:.0f} s.")
        self._say_how_to_sign_in(classroom)

    def _prepared(self) -> Classroom | None:
        """Return the demo's class, if there is one, with the database made ready. Raises CommandError."""
        os.umask(0o077)
        Path(settings.VAR_DIR).mkdir(exist_ok=True)
        # Before anything is changed: a database of real accounts isn't even migrated.
        if User._meta.db_table in connection.introspection.table_names() and has_strangers():
            raise CommandError(REFUSED)
        for alias in settings.DATABASES:
            call_command("migrate", database=alias, verbosity=0, interactive=False)
        return demo_class()

    def _say_how_to_sign_in(self, classroom: Classroom) -> None:
        site = f"http://{settings.HOST}:{settings.PORT}"
        self.stdout.write(f"Start the site with `make run`, then sign in at {site}{reverse('sign_in')}")
        self.stdout.write(f"  instructor: {INSTRUCTOR}, password: {PASSWORD}")
        self.stdout.write(f"  a learner: {NAMES[0]}, password: {PASSWORD}")
        self.stdout.write(f"The class is at {site}{reverse('teach')}{classroom.pk}/")
