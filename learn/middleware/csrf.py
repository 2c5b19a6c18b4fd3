"""Django's check against forged requests, without a cookie for visitors."""

from functools import cache

from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.crypto import salted_hmac

from learn.access import set_unreadable
from learn.actions.writing import AWAY


@cache
def visitor_secret() -> str:
    return salted_hmac("learn.middleware.csrf", "visitor", algorithm="sha256").hexdigest()[:32]


class CsrfMiddleware(CsrfViewMiddleware):
    """Whoever isn't signed in shares one secret.

    A visitor gets no cookie until something is worth keeping, so there is nothing to tie a secret to. A guest's
    cookie is ``SameSite=Lax``, and the ``Origin`` of every POST is compared with the host, which is what
    refuses another site's form. Signing in brings a secret of one's own.
    """

    def _get_secret(self, request: HttpRequest) -> str | None:
        try:
            secret: str | None = super()._get_secret(request)  # type: ignore[misc]
        except AWAY:
            if request.method not in ("GET", "HEAD"):
                raise
            set_unreadable(request)
            return visitor_secret()
        return secret or visitor_secret()

    def _set_csrf_cookie(self, request: HttpRequest, response: HttpResponseBase) -> None:
        if request.META["CSRF_COOKIE"] != visitor_secret():
            super()._set_csrf_cookie(request, response)  # type: ignore[misc]
