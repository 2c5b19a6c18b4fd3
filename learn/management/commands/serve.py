"""Start the site: migrate, collect static files, check, then hand over to gunicorn."""

import fcntl
import os
import sys
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, SystemCheckError
from django.db import DatabaseError
from django.utils import timezone

from learn.actions.learners import forget_idle_guests
from learn.actions.privacy import forget_old_classes
from learn.actions.sandboxes import forget_idle_sandboxes
from learn.bundles import fingerprint


def collect_static_files() -> None:
    """Collect the static files, unless those in place were made of the same.

    Collecting takes each file away for a moment, and a server that is running or starting would miss it.
    """
    wanted = fingerprint()
    with (Path(settings.VAR_DIR) / "collectstatic.turn").open("a+", encoding="utf-8") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        turn.seek(0)
        if turn.read() == wanted and Path(settings.STATIC_ROOT).is_dir():
            return
        turn.truncate(0)
        call_command("collectstatic", verbosity=0, interactive=False, clear=False)
        turn.write(wanted)


class Command(BaseCommand):
    help = "Prepare the database and the static files, check everything, and serve the site."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        os.umask(0o077)
        Path(settings.VAR_DIR).mkdir(exist_ok=True)
        try:
            call_command("check", deploy=settings.SECURE, stderr=StringIO())
        except SystemCheckError as error:
            raise CommandError(str(error)) from None
        try:
            for alias in settings.DATABASES:
                call_command("migrate", database=alias, verbosity=0, interactive=False)
            call_command("clearsessions")
            forget_idle_guests(now=timezone.now())
            forget_old_classes(now=timezone.now())
            forget_idle_sandboxes(now=timezone.now())
        except DatabaseError as error:
            raise CommandError(f"the database at DATABASE_URL can't be used: {error}") from None
        collect_static_files()
        os.chdir(settings.BASE_DIR)
        # With an arena for each thread, each would keep the buffers that compressing a page once took.
        os.environ.setdefault("MALLOC_ARENA_MAX", "2")
        gunicorn = str(Path(sys.executable).parent / "gunicorn")
        os.execv(gunicorn, [gunicorn, "--config", "config/gunicorn.py"])
