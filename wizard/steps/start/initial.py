"""What "Before you begin" shows before anything was chosen or read; nothing of it needs loading."""

from __future__ import annotations

from wizard.entra import scopes
from wizard.entra.cloud import CLOUDS
from wizard.messages.entra import cloud_note, scope_reason
from wizard.messages.labels import cloud_name
from wizard.steps.base.change_preview import ScopeNeed
from wizard.steps.start.view import CloudChoice, StartView


def clouds() -> tuple[CloudChoice, ...]:
    """The Microsoft clouds that can be signed in to."""
    return tuple(
        CloudChoice(name, cloud_name(name), " ".join(cloud_note(note) for note in cloud.notes))
        for name, cloud in CLOUDS.items()
    )


def first_scopes() -> tuple[ScopeNeed, ...]:
    """The permissions that the first sign-in asks for."""
    return tuple(ScopeNeed(scope.name, scope_reason(scope.reason)) for scope in scopes.READ)


def initial_view() -> StartView:
    """The step's view as it begins."""
    return StartView(
        mode=None,
        clouds=clouds(),
        cloud="global",
        client_id="",
        default_client_id=scopes.GRAPH_COMMAND_LINE,
        tenant="",
        scopes=first_scopes(),
        identity=None,
        device_code=None,
        findings=(),
        practice=None,
        busy="",
        problem=None,
    )
