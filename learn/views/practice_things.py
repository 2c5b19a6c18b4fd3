"""Beside the questions: how practice is wished, and what can be taken along."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from learn.access import all_practice_answers_of, learner_id_of, learner_who_writes
from learn.actions.accounts import EXPORTED
from learn.actions.practice import keep_wishes
from learn.domain.practice.exports.anki import anki_deck
from learn.domain.practice.exports.csvs import answers_csv, questions_csv
from learn.domain.practice.exports.gift import gift
from learn.domain.practice.exports.jsons import answers_json
from learn.domain.practice.exports.moodle import moodle_xml
from learn.domain.practice.items import Item
from learn.forms.practice import SettingsForm
from learn.library import library
from learn.views.pages import LearnRequest, render

FIELDS = EXPORTED["PracticeAnswer"]


@require_POST
def settings(request: LearnRequest) -> HttpResponse:
    """Keep how practice is wished."""
    form = SettingsForm(request.POST)
    if not form.is_valid():
        return render(request, "practice/settings.html", {"form": form}, status=422)
    keep_wishes(learner_who_writes(request, now=timezone.now()), form.cleaned_data)
    messages.success(request, "Your practice settings have been saved.")
    return HttpResponseRedirect(f"{reverse('practice')}#settings", status=303)


@require_safe
def take(request: LearnRequest, what: str) -> HttpResponse:
    """Give the questions, or one's own answers, as a file."""
    if what in ("answers.csv", "answers.json"):
        return _own_answers(request, what)
    if what not in FILES:
        raise Http404("There is no such download. The practice page lists them all.")
    make, name, media_type = FILES[what]
    return _file(make(list(library().items.values())), name, media_type)


def _own_answers(request: LearnRequest, what: str) -> HttpResponse:
    learner = learner_id_of(request)
    if learner is None:
        raise PermissionDenied("Nothing is kept about you yet, so there are no answers to take along.")
    rows = all_practice_answers_of(learner, FIELDS)
    if what == "answers.csv":
        return _file(answers_csv(rows, FIELDS).encode(), "my-answers.csv", "text/csv; charset=utf-8", private=True)
    return _file(answers_json(rows, FIELDS).encode(), "my-answers.json", "application/json", private=True)


def _file(content: bytes, name: str, media_type: str, *, private: bool = False) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store" if private else "public, max-age=300"
    return response


def _anki(items: list[Item]) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "statusline.apkg"
        anki_deck(items, path, int(timezone.now().timestamp()))
        return BytesIO(path.read_bytes()).getvalue()


FILES: dict[str, tuple[Callable[[list[Item]], bytes], str, str]] = {
    "anki": (_anki, "statusline.apkg", "application/octet-stream"),
    "gift": (lambda items: gift(items).encode(), "statusline.gift.txt", "text/plain; charset=utf-8"),
    "moodle": (lambda items: moodle_xml(items).encode(), "statusline.xml", "application/xml; charset=utf-8"),
    "csv": (lambda items: questions_csv(items).encode(), "statusline-questions.csv", "text/csv; charset=utf-8"),
}
