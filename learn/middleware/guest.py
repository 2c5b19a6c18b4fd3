"""The guest's cookie, sent anew with each write: it names the guest, and the state their pages are made for."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from learn.access import Guest

NOTHING = object()


class GuestMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        guest = getattr(request, "_guest_cookie", NOTHING)
        if guest is None:
            response.delete_cookie(settings.GUEST_COOKIE_NAME, samesite="Lax")
        elif isinstance(guest, Guest):
            response.set_cookie(
                settings.GUEST_COOKIE_NAME,
                guest.as_cookie(),
                max_age=settings.GUEST_DAYS * 24 * 60 * 60,
                secure=settings.SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response
