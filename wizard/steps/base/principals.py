"""People and groups as the assistant shows them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wizard.entra.applications import Application, AppRole
from wizard.entra.directory import Group, Person
from wizard.entra.errors import GraphError
from wizard.entra.graph import Graph, Part, literal, segment
from wizard.entra.values import Json, read
from wizard.messages import _
from wizard.messages.change_warnings import ChangeWarning, change_warning
from wizard.problem import NotFoundError, Problem, SeveralFoundError

GROUP = "group:"
"""What a configuration file writes before the name of a group."""
_ID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_NOBODY = frozenset({400, 404, 414})
_NAMED = 10
"""Names that one problem tells."""
_PERSON = "id,displayName,userPrincipalName,mail,accountEnabled,userType"
_GROUP = "id,displayName,description,mail,securityEnabled,mailEnabled,groupTypes,membershipRule"


def names_nobody(error: GraphError) -> bool:
    """Whether a look-up failed because nobody can have such a name: Graph finds nobody, or refuses the name
    as such, for a character or its length.
    """
    return error.status in _NOBODY


async def details_of(
    graph: Graph, people: Sequence[str], groups: Sequence[str]
) -> dict[str, Person | Group]:
    """People and groups by object id, batched; deleted ones are left out."""
    parts = [Part("GET", f"/users/{each}?$select={_PERSON}") for each in people]
    parts += [Part("GET", f"/groups/{each}?$select={_GROUP}") for each in groups]
    answers = await graph.batch(parts) if parts else ()
    found: dict[str, Person | Group] = {}
    for number, (principal_id, answer) in enumerate(zip((*people, *groups), answers, strict=True)):
        if answer.error is None:
            kind: type[Person | Group] = Person if number < len(people) else Group
            found[principal_id] = read(kind, answer.body)
        elif not names_nobody(answer.error):
            raise answer.error
    return found


async def named(graph: Graph, names: Sequence[str]) -> dict[str, Person | Group]:
    """People by sign-in name or object id and groups by `group:` and name or object id, as a
    configuration file names them.

    Sign-in names are looked up by filter: in a path, some of their characters mean something else. Raises
    `person_not_found`, `group_not_found` or `group_ambiguous`, with all such names as a fact.
    """
    asked = [(name, _look_up(name)) for name in names]
    found: dict[str, Person | Group] = {}
    missing: list[str] = []
    several: list[str] = []
    again: list[str] = []
    for name, hits in await _hits(graph, asked):
        kind: type[Person | Group] = Group if _is_group(name) else Person
        if len(hits) == 1:
            found[name] = read(kind, hits[0])
        elif hits:
            several.append(name)
        elif _is_group(name) and _is_id(_wanted(name)):
            again.append(name)
        else:
            missing.append(name)
    ids = {name: _wanted(name) for name in again}
    by_id = await details_of(graph, (), list(dict.fromkeys(ids.values())))
    found |= {name: by_id[each] for name, each in ids.items() if each in by_id}
    _must_be_found([*missing, *(name for name in again if ids[name] not in by_id)], several)
    return {name: found[name] for name in names}


async def people_named(graph: Graph, names: Sequence[str]) -> tuple[dict[str, Person], tuple[str, ...]]:
    """People by sign-in name, object id, or mail address, in this order, and the names that are nobody's.

    A sign-in name counts first. A mail address counts only where exactly one person has it.
    """
    found = await _people([(name, _look_up(name)) for name in names], graph)
    by_mail = [(name, _look_up_mail(name)) for name in names if name not in found and "@" in name]
    found |= await _people(by_mail, graph)
    return {name: found[name] for name in names if name in found}, tuple(
        name for name in dict.fromkeys(names) if name not in found
    )


async def _people(asked: Sequence[tuple[str, Part]], graph: Graph) -> dict[str, Person]:
    """People found, by name; names with no person or with several are left out."""
    return {name: read(Person, hits[0]) for name, hits in await _hits(graph, asked) if len(hits) == 1}


def _look_up_mail(name: str) -> Part:
    return Part("GET", f"/users?$filter={segment(f'mail eq {literal(name.strip())}')}&$select={_PERSON}")


def _look_up(name: str) -> Part:
    wanted, group = _wanted(name), _is_group(name)
    if not group and _is_id(wanted):
        return Part("GET", f"/users/{wanted}?$select={_PERSON}")
    path, member, fields = (
        ("/groups", "displayName", _GROUP) if group else ("/users", "userPrincipalName", _PERSON)
    )
    return Part("GET", f"{path}?$filter={segment(f'{member} eq {literal(wanted)}')}&$select={fields}")


async def _hits(graph: Graph, asked: Sequence[tuple[str, Part]]) -> list[tuple[str, list[Json]]]:
    """The objects that each name leads to: of a whole list, or the one that was asked for by id.

    Raises what keeps an answer from being read: nobody is missing because of it.
    """
    answers = await graph.batch([part for _name, part in asked]) if asked else ()
    found: list[tuple[str, list[Json]]] = []
    for (name, part), answer in zip(asked, answers, strict=True):
        path = part.path.partition("?")[0]
        if answer.error is not None:
            if not names_nobody(answer.error):
                raise answer.error
            found.append((name, []))
        elif path in ("/users", "/groups"):
            found.append((name, await graph.whole_list(path, answer.body)))
        else:
            found.append((name, [answer.body]))
    return found


def _must_be_found(missing: Sequence[str], several: Sequence[str]) -> None:
    groups = [_wanted(name) for name in missing if _is_group(name)]
    people = [name for name in missing if not _is_group(name)]
    field = "people.assign"
    if people:
        raise NotFoundError(Problem("person_not_found", {"name": ", ".join(people[:_NAMED])}, field=field))
    if groups:
        raise NotFoundError(Problem("group_not_found", {"name": ", ".join(groups[:_NAMED])}, field=field))
    if several:
        facts = {"name": ", ".join(_wanted(name) for name in several[:_NAMED])}
        raise SeveralFoundError(Problem("group_ambiguous", facts, field=field))


def _is_group(name: str) -> bool:
    return name.startswith(GROUP)


def _wanted(name: str) -> str:
    return name.removeprefix(GROUP).strip() if _is_group(name) else name.strip()


def _is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None


def person_warnings(person: Person) -> tuple[ChangeWarning, ...]:
    """What may prevent provisioning."""
    warnings = []
    if person.account_enabled is False:
        warnings.append(change_warning("person_disabled"))
    if person.is_guest:
        warnings.append(change_warning("person_guest"))
    if not person.mail and person.account_enabled is not None:
        warnings.append(change_warning("person_without_mail"))
    return tuple(warnings)


def group_warnings(group: Group) -> tuple[ChangeWarning, ...]:
    """What may prevent provisioning."""
    if not group.security_enabled:
        return (change_warning("group_not_security"),)
    return ()


def roles_of(app: Application | None) -> tuple[AppRole, ...]:
    """The roles people and groups can be assigned with."""
    return tuple(role for role in app.app_roles if role.for_people) if app else ()


def name_of(one: Person | Group | None) -> str:
    """Display name; empty when nothing is known."""
    return one.display_name if one is not None else ""


def role_name(role: AppRole | None) -> str:
    """A role as people know it; None is Default Access."""
    return role.display_name or role.value if role else _("Default Access")
