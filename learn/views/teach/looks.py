"""Who has looked at one's own work, in all classes, also in those that one has left."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from learn.access import learner_of, looks_at
from learn.views.pages import LearnRequest, render
from learn.views.teach.common import for_accounts, page_of


@require_safe
@for_accounts
def own_looks(request: LearnRequest) -> HttpResponse:
    """Every look at the work of whoever asks, the newest first."""
    looks = page_of(looks_at(learner_of(request)), request.GET.get("page"))
    return render(request, "classes/looks.html", {"looks": looks})
