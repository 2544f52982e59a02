"""Synchronization templates.

Source: Graph docs, "List synchronizationTemplates".
"""

from __future__ import annotations

import json

from wizard.practice import gallery
from wizard.practice.graph import default_schema
from wizard.practice.graph.call import (
    RouteAnswer,
    RouteCall,
)
from wizard.practice.graph.errors import wrapped
from wizard.practice.graph.sync import context, owner_of_templates, template_ids
from wizard.practice.store import Json

_FIELDS = json.dumps([{"name": "baseaddress"}, {"name": "secrettoken", "secret": True}])

_MORE_FIELDS = json.dumps(
    [
        {"name": "baseaddress"},
        {"name": "secrettoken", "secret": True},
        {"name": "companyid"},
        {"name": "appkey", "secret": True},
    ]
)
_OAUTH_FIELDS = json.dumps(
    [
        {"name": "baseaddress"},
        {"name": "tokenendpoint"},
        {"name": "clientid"},
        {"name": "clientsecret", "secret": True},
    ]
)


def list_templates(call: RouteCall) -> RouteAnswer:
    """GET /servicePrincipals/{id}/synchronization/templates, also of an application."""
    owner = owner_of_templates(call)
    value = [_template(call, owner, name) for name in template_ids(call, owner)]
    return RouteAnswer(200, {"@odata.context": context(call, owner["id"], "templates"), "value": value})


def get_template(call: RouteCall) -> RouteAnswer:
    """GET .../templates/{template}."""
    owner = owner_of_templates(call)
    template = _template(call, owner, _known(call, owner))
    return RouteAnswer(200, {"@odata.context": context(call, owner["id"], "templates/$entity"), **template})


def get_schema(call: RouteCall) -> RouteAnswer:
    """GET .../templates/{template}/schema."""
    owner = owner_of_templates(call)
    name = _known(call, owner)
    where = context(call, owner["id"], f"templates('{name}')/schema/$entity")
    return RouteAnswer(200, {"@odata.context": where, **_schema(name)})


def _known(call: RouteCall, owner: Json) -> str:
    name = call.params["template"]
    if name not in template_ids(call, owner):
        raise wrapped(404, "SynchronizationTemplateNotFound", f"The template '{name[:100]}' was not found.")
    return name


def _schema(name: str) -> Json:
    return default_schema.build(f"{name}.{'0' * 32}", "6.0")


def _template(call: RouteCall, owner: Json, name: str) -> Json:
    gallery_app = owner["applicationTemplateId"] == call.tenant.identity.template_id
    tag = gallery.synchronization_template(call.tenant)["factoryTag"] if gallery_app else "CustomSCIM"
    oauth = gallery_app and call.tenant.faults.is_on("oauth-template")
    usual = _MORE_FIELDS if gallery_app and call.tenant.faults.is_on("template-fields") else _FIELDS
    metadata = {
        "GalleryApplicationIdentifier": owner["applicationTemplateId"],
        "GalleryApplicationKey": tag.lower(),
        "IsOAuthEnabled": str(oauth),
        "IsSynchronizationAgentAssignmentRequired": "False",
        "IsSynchronizationAgentRequired": "False",
        "IsSynchronizationInPreview": "False",
        "ConfigurationFields": _OAUTH_FIELDS if oauth else usual,
    }
    return {
        "id": name,
        "applicationId": owner["applicationTemplateId"],
        "default": gallery_app or name == "scim",
        "description": None,
        "discoverable": True,
        "factoryTag": tag,
        "metadata": [{"key": key, "value": value} for key, value in metadata.items()],
        "schema@odata.context": context(call, owner["id"], f"templates('{name}')/schema/$entity"),
        "schema": _schema(name),
    }
