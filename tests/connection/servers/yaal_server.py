"""Yaal's scim2-server below /scim/v1. FAULT adds a fault; PORT and KEY set port and accepted key."""

from __future__ import annotations

import io
import json
import os
import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server
from wsgiref.util import setup_testing_defaults

from scim2_models import ScimProvider
from scim2_server.memory import InMemoryStorage
from scim2_server.service import ScimService
from scim2_server.testserver.application import BearerTokenApplication
from scim2_server.utils import (
    load_default_resource_types,
    load_default_schemas,
    load_default_service_provider_config,
)

FAULT, KEY, PORT = os.environ.get("FAULT", ""), os.environ["KEY"], int(os.environ["PORT"])
BASE = "/scim/v1"
USER = "urn:ietf:params:scim:schemas:core:2.0:User"


def made():
    provider = ScimProvider.from_discovery(
        load_default_schemas().values(),
        load_default_resource_types().values(),
        config=load_default_service_provider_config(),
    )
    service = ScimService(provider, secret="only for tests" * 4)
    return BearerTokenApplication(InMemoryStorage(), provider, service=service, bearer_tokens=[KEY])


def must_be_created(status, _headers, _info=None):
    assert status == "201 Created", status


def fill(application):
    for name in ("ana", "bela"):
        body = json.dumps({"schemas": [USER], "userName": f"{name}@contoso.example"}).encode()
        environ = {
            "REQUEST_METHOD": "POST", "PATH_INFO": "/Users", "CONTENT_TYPE": "application/scim+json",
            "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body),
            "HTTP_AUTHORIZATION": f"Bearer {KEY}",
        }  # fmt: skip
        setup_testing_defaults(environ)
        b"".join(application(environ, must_be_created))


def planted(environ, start, application):
    def say(status, body=b"", kind="application/json"):
        start(status, [("Content-Type", kind), ("Content-Length", str(len(body)))])
        return [body]

    path = environ["PATH_INFO"]
    if not path.startswith(BASE) or (FAULT == "no-groups" and "/Groups" in path):
        return say("404 Not Found", b"<html>404</html>", "text/html")
    if FAULT == "forbidden":
        return say("403 Forbidden", b'{"detail":"role"}')
    if FAULT == "broken":
        return say("500 Internal Server Error", b"{}")
    if FAULT == "sign-in-page":
        return say("200 OK", b"<!doctype html><title>Sign in</title>", "text/html")
    if FAULT == "plus-is-plus":
        environ["QUERY_STRING"] = environ["QUERY_STRING"].replace("+", "%2B")
    if FAULT == "filter-ignored":
        environ["QUERY_STRING"] = ""
    environ["SCRIPT_NAME"], environ["PATH_INFO"] = BASE, path.removeprefix(BASE)
    return application(environ, start)


class Quiet(WSGIRequestHandler):
    def log_message(self, *_args):
        pass


def main():
    application = made()
    fill(application)
    handle = lambda environ, start: planted(environ, start, application)  # noqa: E731
    with make_server("127.0.0.1", PORT, handle, handler_class=Quiet) as server:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    main()
