"""`preview`: the exact request Entra's provisioning service would send for one person, offline.

`preview --person FILE.json --schema FILE.json [--account FILE.json] [--compliant] [--out-of-scope]
[--json]`. The person is a Microsoft Graph user (or an object with the source attributes themselves), the
schema a synchronization schema as Graph returns it, the account the SCIM user found in Playvox.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from wizard.cli.evaluate import context, failure, read_object
from wizard.cli.output import print_json, print_problem, problem_json, say
from wizard.mapping.attributes import read_schema
from wizard.mapping.body import Preview, Trace, preview
from wizard.mapping.mapper import Mapper
from wizard.mapping.matching import AccountSearch, searches
from wizard.mapping.paths import parse_path
from wizard.mapping.person import source_person
from wizard.mapping.values import as_text
from wizard.messages import (
    _,
    explain,
)
from wizard.problem import ProblemError


async def run(args: argparse.Namespace) -> int:
    """0: the request is certain; 1: part of it is uncertain; 2: the input cannot be read."""
    in_scope = not args.out_of_scope
    try:
        user = read_object(args.person, "person_unreadable")
        mapper = Mapper.of(read_schema(read_object(args.schema, "schema_unreadable")))
        person = source_person(user, in_scope=in_scope, needed=mapper.attributes)
        file = args.playvox_account or _old_spelling(args)
        account = read_object(file, "person_unreadable") if file else None
        now = context(args.now)
        looked_up = _matches(searches(mapper, person, now), account)
        found = preview(
            person,
            mapper,
            account,
            compliant=args.compliant,
            in_scope=in_scope,
            context=now,
        )
    except ProblemError as error:
        if args.json:
            print_json({**failure(error.problem), "problem": problem_json(error.problem)})
        else:
            print_problem(error.problem, as_json=False)
        return 2
    answer = as_json(found, looked_up)
    if args.json:
        print_json(answer)
    else:
        print(_in_words(found, looked_up))
    return 0 if answer["ok"] else 1


def _old_spelling(args: argparse.Namespace) -> Path | None:
    """`--account` as it was once meant here: the account in Playvox."""
    file: Path | None = args.account
    if file is not None:
        text = _("--account is the sign-in name in every other subcommand: write --playvox-account {file}.")
        say(text.format(file=file))
    return file


def _matches(asked: Sequence[AccountSearch], account: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """The searches for the account in their order. `found`: whether it is the given account's value, None
    for a search that Entra does not make, because one before it finds the account.
    """
    matches: list[dict[str, Any]] = []
    done = False
    for search in asked:
        has = None if account is None else as_text(parse_path(search.target).read(account))
        found = None if done else (has or "").casefold() == search.value.casefold()
        done = done or bool(found)
        matches.append(
            {
                "attribute": search.target,
                "value": search.value,
                "filter": search.filter,
                "certain": search.certain,
                "found": found,
                "account": account.get("id") if found and account is not None else None,
            }
        )
    return matches


def as_json(found: Preview, matches: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """The preview as one JSON object."""
    words = explain(found.why)
    return {
        "ok": found.certain and not any(item.problem for item in found.trace),
        "action": found.action,
        "why": {"code": found.why.code, "message": words.what},
        "match": found.match,
        "matches": list(matches),
        "method": found.method,
        "path": found.path,
        "body": found.body,
        "trace": [_trace(item) for item in found.trace],
    }


def _trace(item: Trace) -> dict[str, Any]:
    return {
        "target": item.target,
        "type": item.source_type,
        "expression": item.expression,
        "sources": dict(item.sources),
        "steps": [{"text": step.text, "value": step.value} for step in item.steps],
        "value": item.value,
        "before": item.before,
        "fate": item.flow,
        "uncertain": [explain(one.problem).why for one in item.uncertainties],
        "problem": explain(item.problem).what if item.problem else None,
    }


def _match_words(match: Mapping[str, Any]) -> str:
    if match["found"] is None:
        return _("Not searched by {attribute}: the account is found before.").format(**match)
    if match["found"]:
        return _("Searched for {filter}: the given account is found.").format(**match)
    return _("Searched for {filter}: the given account does not have this value.").format(**match)


def _in_words(found: Preview, matches: Sequence[Mapping[str, Any]]) -> str:
    lines = [explain(found.why).what]
    if found.action != "create" or any(match["found"] for match in matches):
        lines += [_match_words(match) for match in matches]
    else:
        lines += [_("Searched for {filter}.").format(**match) for match in matches]
    if found.body is not None:
        lines += ["", f"{found.method} {found.path}", json.dumps(found.body, ensure_ascii=False, indent=2)]
    for item in found.trace:
        for one in item.uncertainties:
            lines.append(
                _("{target}: uncertain. {why}").format(target=item.target, why=explain(one.problem).why)
            )
        if item.problem:
            lines.append(f"{item.target}: {explain(item.problem).what}")
    return "\n".join(lines)
