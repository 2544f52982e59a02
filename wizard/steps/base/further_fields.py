"""Values that the application's template asks for beside Tenant URL and key.

Plain ones are answers in the profile. Secret ones are in the keyring once they were saved in Entra, and
until then in memory only, like the key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import SecretStr

from wizard.entra import jobs
from wizard.entra.jobs import JobTemplate
from wizard.entra.secrets import SavedSettings
from wizard.entra.template_fields import TemplateField
from wizard.problem import Problem, ProblemError
from wizard.steps.base.context import Context

LONGEST = 4000  # characters of one value


@dataclass(frozen=True, slots=True)
class FurtherField:
    """One of these fields for the page.

    `text` is its plain value; a secret one is never shown, `filled` says that there is one. `saved`: Entra
    has one.
    """

    name: str
    label: str
    secret: bool
    required: bool
    text: str
    filled: bool
    saved: bool


async def read_template(context: Context) -> JobTemplate | None:
    """The template of the job, or of the job that would be made; None without one that takes a key,
    and without an application.
    """
    if not context.store.profile.application_id:
        return None
    await context.facts.job.get()
    found, job = await context.facts.templates.get(), context.facts.provisioning_job
    return template_of(found, job.template_id if job is not None else "")


def template_of(found: tuple[JobTemplate, ...], template_id: str) -> JobTemplate | None:
    """The template with this id; with "" the one for a new job. None when it is not there."""
    if template_id:
        return next((each for each in found if each.id.casefold() == template_id.casefold()), None)
    try:
        return jobs.choose_template(found)
    except ProblemError:
        return None  # choosing it for a new job says why


def fields_of(context: Context) -> tuple[TemplateField, ...]:
    """The fields as last read; empty before that."""
    found, job = context.facts.templates.value, context.facts.provisioning_job
    template = template_of(found, job.template_id if job is not None else "") if found is not None else None
    return template.further_fields if template is not None else ()


def further_values(context: Context) -> Mapping[str, SecretStr]:
    """The values known here, by wire name, to be saved with the connection.

    Where the template was read, only those that it asks for; empty ones are left out.
    """
    plain = {name: SecretStr(text) for name, text in context.store.profile.fields.items() if text}
    known = {**plain, **context.key_store.fields}
    if context.facts.templates.value is None:
        return known
    asked = {field.name for field in fields_of(context)}
    return {name: value for name, value in known.items() if name in asked}


def rows_of(context: Context, saved: SavedSettings | None) -> tuple[FurtherField, ...]:
    """The fields for the page; plain values that Entra has are filled in."""
    values = further_values(context)
    present = saved.others if saved is not None else {}
    hidden = saved.masked if saved is not None else frozenset()
    return tuple(
        FurtherField(
            field.name,
            field.label,
            field.secret,
            field.required,
            ""
            if field.secret
            else context.store.profile.fields.get(field.name, present.get(field.name, "")),
            filled=field.name in values or field.name in present,
            saved=field.name in present or field.name in hidden,
        )
        for field in fields_of(context)
    )


def differs_from_saved(context: Context, saved: SavedSettings) -> bool:
    """Whether a plain value is another than Entra's, or a secret one was never saved."""
    typed = {name: text for name, text in context.store.profile.fields.items() if text}
    sent = further_values(context)
    plain = any(saved.others.get(name, "") != text for name, text in typed.items() if name in sent)
    return plain or bool(context.key_store.fields.keys() - saved.masked - saved.others.keys())


async def set_field(context: Context, name: str, value: str | SecretStr) -> None:
    """Take the value of a field of the template; empty clears it.

    Raises `connection_field_unknown`, `connection_field_too_long`, and `connection_field_secret` for a
    secret one as plain text. A plain one that comes as a secret is kept as one.
    """
    field = next((each for each in fields_of(context) if each.name.casefold() == name.casefold()), None)
    if field is None:
        names = ", ".join(each.name for each in fields_of(context))
        raise ProblemError(Problem("connection_field_unknown", {"name": name[:80], "names": names}))
    if len(value) > LONGEST:
        facts = {"name": field.label, "most": str(LONGEST)}
        raise ProblemError(Problem("connection_field_too_long", facts, field=field.name))
    if isinstance(value, SecretStr):
        context.key_store.use_field(field.name, value)
        return
    if field.secret:
        raise ProblemError(Problem("connection_field_secret", {"name": field.label, "wire": field.name}))
    kept = {each: text for each, text in context.store.profile.fields.items() if each != field.name}
    await context.store.remember(fields={**kept, field.name: value.strip()})


async def keep_secret_fields(context: Context) -> None:
    """Keep the secret values in the keyring, after they were saved in Entra."""
    await context.key_store.save_fields()
    known = context.store.profile.secret_fields  # a keyring that was locked may have more of them
    names = tuple(dict.fromkeys((*known, *context.key_store.fields)))
    if names != context.store.profile.secret_fields:
        await context.store.record(secret_fields=names)


async def check_further_fields(context: Context) -> None:
    """Raise `connection_field_missing` when the template requires a value that nobody knows.

    A plain value that Entra has is known. A hidden one has to be entered again, because Graph replaces the
    whole set of values.
    """
    template = await read_template(context)
    if template is None or not template.further_fields:
        return
    saved, values = await context.facts.saved.get(), further_values(context)
    missing = [
        field
        for field in template.further_fields
        if field.required and field.name not in values and field.name not in saved.others
    ]
    if missing:
        facts = {
            "names": ", ".join(field.label for field in missing),
            "wire": ", ".join(f.name for f in missing),
        }
        raise ProblemError(Problem("connection_field_missing", facts, field=missing[0].name))
