"""Make the cards of all learners, or of one account, anew from the log of their answers."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from learn.actions.cards import rebuild_cards
from learn.models import Learner


class Command(BaseCommand):
    help = "Make what learners remember anew from the log of their answers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", help="one account's name; all learners without it")

    def handle(self, *args: Any, name: str | None = None, **options: Any) -> None:
        learners = Learner.objects.filter(cards__isnull=False) | Learner.objects.exclude(practice_answers=None)
        if name is not None:
            learners = Learner.objects.filter(user__username=name)
            if not learners:
                raise CommandError(f"no account is called {name!r}")
        count = sum(rebuild_cards(learner) for learner in learners.distinct())
        self.stdout.write(f"{count} cards made anew.")
