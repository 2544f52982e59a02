"""What a configuration file may say. Every setting is optional: what is left out is left alone.

Types are strict, unknown names are refused, and what can be judged without a tenant (addresses,
expressions, operators) is judged here. The JSON Schema and docs/configuration.md are made from this module.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from wizard.cli.config.judging import (
    check_address,
    check_cloud,
    check_email,
    check_expression,
    check_operator,
    check_role_name,
    check_scoping_attribute,
    check_value_of_clause,
)
from wizard.entra.cloud import CLOUDS

USUAL_NAME = "Playvox"
"""The application where the file names none."""
_trimmed = StringConstraints(strip_whitespace=True, min_length=1, max_length=500)
Name = Annotated[str, _trimmed]
Expression = Annotated[str, StringConstraints(max_length=20_000), AfterValidator(check_expression)]
Apply = Literal["always", "on_creation", "if_empty", "values_added", "multiple_values_added"]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, use_attribute_docstrings=True)


class EntraTable(_Table):
    """The tenant the file is for. A flag on the command line wins over it."""

    tenant: Name | None = None
    """Tenant id or one of its domains, where `--tenant` does not say it."""
    cloud: (
        Annotated[Name, AfterValidator(check_cloud), Field(json_schema_extra={"enum": [*CLOUDS]})] | None
    ) = None
    """`global`, `usgov`, `usgov-dod` or `china`, where `--cloud` does not say it."""


class PlayvoxTable(_Table):
    """The Playvox service."""

    tenant_url: (
        Annotated[
            str,
            StringConstraints(strip_whitespace=True, min_length=1, max_length=2048),
            AfterValidator(check_address),
        ]
        | None
    ) = None
    """The Tenant URL, or the subdomain alone."""
    fields: dict[Name, Annotated[str, StringConstraints(max_length=4000)]] | None = None
    """Values that the application's template asks for beside Tenant URL and key, by name, such as
    `CompanyId`. Secret ones are read with `--field-stdin` instead."""


class ApplicationTable(_Table):
    """The enterprise application."""

    name: Annotated[Name, StringConstraints(max_length=120)] | None = None
    """Display name or object id. Added from the gallery when there is none of this name. Left out:
    Playvox."""
    roles: (
        Annotated[tuple[Annotated[Name, AfterValidator(check_role_name)], ...], Field(strict=False)] | None
    ) = None
    """Roles that the application must have. Missing ones are added; others are left alone."""


class AssignEntry(_Table):
    """One assigned person or group. A text instead of a table is its `name`."""

    name: Name
    """Sign-in name or object id of a person; `group:` and the display name or object id of a group."""
    role: Name | Annotated[tuple[Name, ...], Field(strict=False, min_length=1)] | None = None
    """The role, or several, by display name, value or id. Left out: that of `people.role`."""

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles the entry states itself; empty when it states none."""
        return () if self.role is None else (self.role,) if isinstance(self.role, str) else self.role


class FilterClauseEntry(_Table):
    """One condition of the scoping filter."""

    attribute: Annotated[Name, AfterValidator(check_scoping_attribute)]
    """Attribute of the person in Entra."""
    operator: Annotated[Name, AfterValidator(check_operator)]
    """The operator as Entra names it, such as `EQUALS`, `IS NOT NULL` or `REGEX MATCH`."""
    value: (
        Annotated[str, StringConstraints(max_length=4000)]
        | Annotated[
            tuple[Annotated[str, StringConstraints(max_length=4000)], ...],
            Field(strict=False, min_length=2),
        ]
        | None
    ) = None
    """What it is compared with; left out for operators without a value."""

    @model_validator(mode="after")
    def _fits(self) -> FilterClauseEntry:
        check_value_of_clause(self.attribute, self.operator, self.values)
        return self

    @property
    def values(self) -> tuple[str, ...]:
        """The values as Entra keeps them."""
        return () if self.value is None else (self.value,) if isinstance(self.value, str) else self.value


class FilterGroupEntry(_Table):
    """One scoping filter: all of its clauses must hold."""

    name: Annotated[str, StringConstraints(max_length=500)] | None = None
    """Its name in the admin center."""
    clauses: Annotated[tuple[FilterClauseEntry, ...], Field(strict=False, min_length=1)]
    """The conditions, all of which must hold."""


def _entry(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


class PeopleTable(_Table):
    """The people and groups in scope, and their roles."""

    scope: Literal["assigned", "all"] | None = None
    """`assigned`: assigned people and groups only; `all`: everybody in the tenant."""
    role: Name | None = None
    """The role of everyone in `assign` whose entry states none, by display name, value or id; `Default
    Access` for none. Left out: new assignments get the role "User" or the only one, present ones keep
    theirs."""
    assign: (
        Annotated[
            tuple[
                Annotated[AssignEntry, BeforeValidator(_entry, json_schema_input_type=Name | AssignEntry)],
                ...,
            ],
            Field(strict=False, max_length=20_000),
        ]
        | None
    ) = None
    """People by sign-in name or object id, groups as `group:Name`. A role that is stated is
    corrected: missing roles are added, others are removed."""
    complete: bool | None = None
    """`true`: `assign` is the whole list, other assignments are removed. `false`: others are expected.
    Left out: others are left alone and `drift` names them."""
    scoping_filter: Annotated[tuple[FilterGroupEntry, ...], Field(strict=False, max_length=100)] | None = (
        None
    )
    """Scoping filters, one of which must hold. `[]` removes them."""


class MappingEntry(_Table):
    """How one attribute of the account gets its value. A text instead of a table is its `value`, and the
    empty text removes the mapping. What is left out stays as it is; in a new mapping it is Entra's
    default."""

    value: Expression | None = None
    """An expression, or an attribute with or without brackets. The empty text: no source, only the
    default."""
    default: Annotated[str, StringConstraints(max_length=4000)] | None = None
    """Value for new accounts when there is no other; the empty text removes it."""
    matching: Annotated[int, Field(ge=0, le=1000)] | None = None
    """Place among the attributes that find an existing account, from 1; 0 for none."""
    apply: Apply | None = None
    """When it applies: `always`, or `on_creation` of the account only. The others stand for Graph's
    `AttributeAddOnly`, `ValueAddOnly` and `MultiValueAddOnly`."""
    send: Literal["when_changed", "always"] | None = None
    """Whether a value is sent only when it changed, which is usual, or every time."""
    missing_references: bool | None = None
    """Whether references to people without an account are sent."""
    remove: bool | None = None
    """`true` removes the mapping."""


def _mapping(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return {"value": value} if value.strip() else {"remove": True}


class ActionsTable(_Table):
    """What provisioning may do with accounts in Playvox."""

    create: bool | None = None
    """Whether accounts are created."""
    update: bool | None = None
    """Whether accounts are updated."""
    deactivate: bool | None = None
    """Whether accounts are deactivated. Entra calls the action "Delete"."""


class ProvisioningTable(_Table):
    """How provisioning runs."""

    notification_email: (
        Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(check_email)] | None
    ) = None
    """Who is notified of provisioning problems. The empty text removes the notification."""
    deletion_threshold: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    """How many deactivations in one cycle stop it; 0 switches the guard off."""
    keep_out_of_scope: bool | None = None
    """Whether accounts stay active when people leave the scope."""
    mappings_complete: bool | None = None
    """`true`: `[mappings]` is the whole list. Other mappings are removed, and what an entry leaves out is
    Entra's default."""
    enabled: bool | None = None
    """Whether provisioning is on."""


class Config(_Table):
    """The whole file."""

    entra: EntraTable = EntraTable()
    playvox: PlayvoxTable = PlayvoxTable()
    application: ApplicationTable = ApplicationTable()
    people: PeopleTable = PeopleTable()
    mappings: (
        dict[
            Annotated[str, StringConstraints(min_length=1, max_length=500)],
            Annotated[MappingEntry, BeforeValidator(_mapping, json_schema_input_type=str | MappingEntry)],
        ]
        | None
    ) = None
    """One line for each attribute of the account, named as in the admin center."""
    actions: ActionsTable = ActionsTable()
    provisioning: ProvisioningTable = ProvisioningTable()

    @property
    def states_mappings(self) -> bool:
        """Whether the file says anything about mappings, actions or scoping filters."""
        actions = (self.actions.create, self.actions.update, self.actions.deactivate)
        return (
            self.mappings is not None
            or self.people.scoping_filter is not None
            or any(each is not None for each in actions)
        )

    @property
    def states_connection(self) -> bool:
        """Whether the file says anything that is saved with Tenant URL and key."""
        running = self.provisioning
        stated = (
            self.playvox.tenant_url,
            self.people.scope,
            running.notification_email,
            running.deletion_threshold,
            running.keep_out_of_scope,
        )
        return any(each is not None for each in stated)
