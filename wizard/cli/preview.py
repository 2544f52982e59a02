"""`preview`: the exact request Entra's provisioning service would send for one person, offline.

`preview --person FILE.json --schema FILE.json [--account FILE.json] [--compliant] [--out-of-scope]
[--json]`. The person is a Microsoft Graph user (or an object with the source attributes themselves), the
schema a synchronization schema as Graph returns it, the account the SCIM user found in Playvox.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from wizard.cli.evaluate import context, failure, read_object
from wizard.mapping.attributes import read_schema
from wizard.mapping.body import Preview, Trace, preview
from wizard.mapping.mapper import Mapper
from wizard.mapping.person import source_person
from wizard.messages import (
    _,
    explain,
)
from wizard.problem import ProblemError


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.description = _(
        "Show the request that Entra's provisioning service would send for one person. Works offline."
    )
    parser.add_argument("--person", type=Path, metavar="FILE", required=True, help=_("the person, as JSON"))
    parser.add_argument("--schema", type=Path, metavar="FILE", required=True, help=_("the schema, as JSON"))
    parser.add_argument("--account", type=Path, metavar="FILE", help=_("the account in Playvox, as JSON"))
    parser.add_argument(
        "--compliant", action="store_true", help=_("the Tenant URL carries aadOptscim062020")
    )
    parser.add_argument("--out-of-scope", action="store_true", help=_("the person is not assigned"))
    parser.add_argument("--now", metavar="TIME", help=_("the moment Now() gives, as ISO 8601"))
    parser.add_argument("--json", action="store_true", help=_("answer as JSON"))


async def run(args: argparse.Namespace) -> int:
    """0: the request is certain; 1: part of it is uncertain; 2: the input cannot be read."""
    in_scope = not args.out_of_scope
    try:
        user = read_object(args.person, "person_unreadable")
        mapper = Mapper.of(read_schema(read_object(args.schema, "schema_unreadable")))
        person = source_person(user, in_scope=in_scope, needed=mapper.attributes)
        account = read_object(args.account, "person_unreadable") if args.account else None
        found = preview(
            person,
            mapper,
            account,
            compliant=args.compliant,
            in_scope=in_scope,
            context=context(args.now),
        )
    except ProblemError as error:
        answer = failure(error.problem)
        print(json.dumps(answer) if args.json else answer["error"]["message"])
        return 2
    answer = as_json(found)
    print(json.dumps(answer, indent=2) if args.json else _in_words(found))
    return 0 if answer["ok"] else 1


def as_json(found: Preview) -> dict[str, Any]:
    """The preview as one JSON object."""
    words = explain(found.why)
    return {
        "ok": found.certain and not any(item.problem for item in found.trace),
        "action": found.action,
        "why": {"code": found.why.code, "message": words.what},
        "match": found.match,
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


def _in_words(found: Preview) -> str:
    lines = [explain(found.why).what]
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
