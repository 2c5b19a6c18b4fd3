"""A Django project of one view and no middleware: what the site's costs are measured against."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(SECRET_KEY="only-for-measuring", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], USE_TZ=True)
HELLO = b"Hello.\n"


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse(HELLO, headers={"Content-Length": str(len(HELLO))})


urlpatterns = [path("", hello)]
application = get_wsgi_application()
