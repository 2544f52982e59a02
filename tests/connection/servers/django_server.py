"""django-scim2 with a few people, in one file. FAULT adds a fault; PORT and KEY set port and
accepted key.
"""

from __future__ import annotations

import os
import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect

FAULT, KEY, PORT = os.environ.get("FAULT", ""), os.environ["KEY"], int(os.environ["PORT"])


def gatekeeper(get_response):  # a Django middleware
    def handle(request):
        if FAULT == "maintenance":
            return HttpResponse("<html><title>Maintenance</title></html>", status=503)
        if FAULT == "redirect":
            return HttpResponseRedirect("/accounts/login/")
        if request.headers.get("Authorization") == f"Bearer {KEY}":
            from django.contrib.auth.models import User

            request.user = User.objects.get(username="admin")
        response = get_response(request)
        if FAULT == "no-hits-404" and b'"totalResults": 0' in response.content:
            return HttpResponse(b"{}", status=404, content_type="application/scim+json")
        return response

    return handle


settings.configure(
    SECRET_KEY="only for tests",
    ALLOWED_HOSTS=["other.example"] if FAULT == "other-host" else ["*"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django_scim"],
    MIDDLEWARE=[
        "django.middleware.common.CommonMiddleware",
        "__main__.gatekeeper",
        "django_scim.middleware.SCIMAuthCheckMiddleware",
    ],
    ROOT_URLCONF="__main__",
    MIGRATION_MODULES={"auth": None, "contenttypes": None},
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    APPEND_SLASH=False,
    SCIM_SERVICE_PROVIDER={"NETLOC": f"localhost:{PORT}", "SCHEME": "http", "AUTHENTICATION_SCHEMES": []},
)
django.setup()

from django.urls import include, path  # noqa: E402

urlpatterns = [path("scim/v1/", include("django_scim.urls"))]


class Quiet(WSGIRequestHandler):
    def log_message(self, *_args) -> None:
        pass


def main() -> None:
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.db import models

    # Normally added by its abstract model; without migrations the table is made from the class as it is.
    for name in ("scim_id", "scim_external_id", "scim_username"):
        User.add_to_class(name, models.CharField(max_length=200, null=True))
    User.scim_groups = property(lambda user: user.groups)
    from django.core.wsgi import get_wsgi_application

    call_command("migrate", verbosity=0, run_syncdb=True)
    for name in ("admin", "ana", "bela"):
        User.objects.create_user(name, f"{name}@contoso.example", scim_id=name, scim_username=name)
    with make_server("127.0.0.1", PORT, get_wsgi_application(), handler_class=Quiet) as server:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    main()
