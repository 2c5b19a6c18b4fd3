"""What pages about classes have in common: they need an account, and what a class refuses is a conflict."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Concatenate
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from learn.access import sure_viewer_of
from learn.actions.classes import Conflict
from learn.views.errors import error_page
from learn.views.pages import LearnRequest
from learn.views.site import redirect_to_sign_in

ROWS_A_PAGE = 50


def for_accounts[**P](
    view: Callable[Concatenate[LearnRequest, P], HttpResponse],
) -> Callable[Concatenate[LearnRequest, P], HttpResponse]:
    """Send whoever has no account to sign in and back; answer 409 with what the class refuses."""

    @wraps(view)
    def answered(request: LearnRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if sure_viewer_of(request).user is None:
            return redirect_to_sign_in(request) if request.method != "POST" else _sign_in_first(request)
        try:
            return view(request, *args, **kwargs)
        except Conflict as refused:
            return error_page(request, 409, str(refused))

    return answered


def _sign_in_first(request: LearnRequest) -> HttpResponse:
    """What was posted is gone, and its address may take nothing but posts: go on from a page that can be read."""
    onward = reverse("teach") if request.path.startswith(reverse("teach")) else reverse("my_classes")
    return HttpResponseRedirect(f"{reverse('sign_in')}?{urlencode({'next': onward})}")


def redirect_to_sign_up(request: LearnRequest) -> HttpResponse:
    """Send a guest or visitor to make an account, or sign in, and come back."""
    return HttpResponseRedirect(f"{reverse('sign_up')}?{urlencode({'next': request.get_full_path()})}")


def see_other(name: str, *args: object) -> HttpResponse:
    """Go on to a page after a change."""
    return HttpResponseRedirect(reverse(name, args=args), status=303)


def page_of(rows: QuerySet[Any] | Sequence[Any], asked: str | None) -> Page[Any]:
    """Return the page of rows that was asked for, or the nearest there is; 50 rows each."""
    return Paginator(rows, ROWS_A_PAGE).get_page(asked)
