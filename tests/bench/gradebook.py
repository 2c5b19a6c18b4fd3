"""What the gradebook of a large class costs beside the bare SQL that fetches the same cells."""

import os
import subprocess
import sys
from pathlib import Path

from tests.serving import ROOT, environment

LEARNERS, ASSIGNMENTS = 1000, 40
FEW_ANSWERS, MANY_ANSWERS = 10_000, 1_000_000
TIMES = 15


def print_costs(directory: Path) -> None:
    """Measure in a process of its own, on a database of its own: Django is set up once a process."""
    given = environment(directory, DATABASE_URL=f"sqlite:///{directory / 'gradebook.sqlite3'}")
    subprocess.run([sys.executable, "-m", "tests.bench.gradebook"], cwd=ROOT, env=given, check=True)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from tests.bench import large_class

    call_command("migrate", verbosity=0)
    call_command("migrate", verbosity=0, database="lab")
    classroom = large_class.make(LEARNERS, ASSIGNMENTS)
    large_class.answer(FEW_ANSWERS)
    few, bare = large_class.seconds(classroom, TIMES)
    print(f"\ngradebook of {LEARNERS} learners by {ASSIGNMENTS} assignments: {few:.2f} s", end="")
    print(f", {few / bare:.2f} times the bare SQL for the same cells")
    large_class.answer(MANY_ANSWERS - FEW_ANSWERS)
    many, _ = large_class.seconds(classroom, TIMES)
    print(f"with {MANY_ANSWERS} answers in the log to that with {FEW_ANSWERS}: {many / few:.2f}")


if __name__ == "__main__":
    main()
