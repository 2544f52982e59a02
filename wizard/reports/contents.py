"""The files of a support bundle and the allowed content of each."""

from __future__ import annotations

from wizard.reports.fields import (
    FieldRule,
    address,
    code,
    entries,
    given,
    guid,
    identifier,
    many,
    moment,
    number,
    path,
    person,
    record,
    subject,
    text,
)


def _number_or_code(value: object, gate: object) -> object:
    """The status of a response, or the cause when there is none."""
    return number(value, gate) if isinstance(value, int) else code(value, gate)  # type: ignore[arg-type]


# The evidence of a check. Left out: free text of servers (`detail`, `challenge`, `first_bytes`).
EVIDENCE = record(
    url=address, notes=many(code), host=text, why=code, path=text, given=number, fingerprint=code,
    changed=many(code), hints=many(code), practice=text, proxy=text, source=code, script_evaluated=number,
    private=many(text), resolved_by=text, through=text, address=text, port=number, protocol=code,
    suite=code, subject=text, names=many(text), issuer=text, valid_from=text, valid_until=text,
    key_type=text, chain=many(text), microsoft=text, inspector=text, how=code, only_microsoft=number,
    request=text, status=_number_or_code, content_type=text, bytes=number, server=text, retry_after=text,
    total=number, found=number, excess=number, location=address, protector=text, works_with=text,
    plus=text, percent=text,
    no_user_agent=text, collection_status=number, mapped=number, answers=number, phase=code, problem=code,
    ServiceProviderConfig=_number_or_code, Schemas=_number_or_code, ResourceTypes=_number_or_code,
    patch=number, filter=number, reason=text, login_sent=number, variable=code, value=text, kind=code,
    code=code, inner_status=number, key_known=number, only_search=number, without_key=text,
    dead=many(text), state=code, clock=text, there=text, clock_of=text, suggested=address, offers=code,
    proxy_error=code, schemes=text, product=text,
)  # fmt: skip
_CHECK = record(id=code, status=code, elapsed_ms=number, cause=code, evidence=EVIDENCE)
CONNECTION = record(
    started=moment, target=address, verdict=code, cause=code, checks=many(_CHECK), requests=number,
    elapsed_ms=number, reasons=many(record(code=code)), fingerprint=code, extra_ca=given, loopback=number,
    practice=number,
)  # fmt: skip
EARLIER_RUN = record(
    started=moment, target=address, fingerprint=code, verdict=code, cause=code,
    checks=many(record(id=code, status=code, cause=code)),
)  # fmt: skip

_FACTS = record(method=code, path=path, status=code, code=code, request_id=guid, scope=code, check=code)
PROBLEM = record(code=code, field=code, retryable=number, facts=_FACTS)
STEP = record(id=code, state=code, problem=PROBLEM)

REQUEST = record(
    at=moment, method=code, path=path, status=number, milliseconds=number, client_request_id=guid,
    request_id=guid, attempt=number,
)  # fmt: skip
OPERATION = record(
    id=number, kind=code, subject=subject, account=person, began=moment, ended=moment, state=code
)
WRITE = record(
    id=number, operation=number, account=person, method=code, path=path, sent=moment, answered=moment,
    status=number, maybe_done=number,
)  # fmt: skip

_ERROR = record(code=code, tenant_actionable=number)
_EXECUTION = record(
    state=code, activity_identifier=guid, time_began=moment, time_ended=moment, count_entitled=number,
    count_entitled_for_provisioning=number, count_escrowed=number, count_exported=number,
    count_imported=number, error=_ERROR,
)  # fmt: skip
_QUARANTINE = record(
    reason=code, current_began=moment, next_attempt=moment, series_began=moment, series_count=number,
    error=_ERROR,
)  # fmt: skip
_STATUS = record(
    code=code, count_successive_complete_failures=number, escrows_pruned=number, last_execution=_EXECUTION,
    last_successful_execution=_EXECUTION, quarantine=_QUARANTINE, steady_state_first_achieved_time=moment,
    progress=many(record(completed_units=number, total_units=number, units=code)),
    synchronized_entry_count_by_type=many(record(key=text, value=number)),
)  # fmt: skip
JOB = record(
    id=identifier, template_id=code, schedule=record(state=code, interval=code), status=_STATUS,
    synchronization_job_settings=many(record(name=code)),
)  # fmt: skip

PROFILE = record(
    id=identifier, practice=number, cloud=code, client_id=guid, tenant_id=guid, account=person,
    application_id=guid, role_id=guid, tenant_url=address, key_mark=code, notification_email=person,
    guard_deletions=number, deletion_threshold=number, scope=code, keep_out_of_scope=number,
    answers=entries(number), changed=moment,
)  # fmt: skip
SETUP = record(profile=PROFILE, key_in_use=number, key_kept=code, signed_in=number, may_write=number)
PROGRAM = record(
    version=code, frozen=number, python=text, system=text, machine=code, openssl=text,
    packages=entries(text), language=code, made=moment,
)  # fmt: skip

# File, rule for each row, maximum number of rows.
LISTS: dict[str, tuple[FieldRule, int]] = {
    "requests.json": (REQUEST, 300),
    "changes.json": (OPERATION, 200),
    "writes.json": (WRITE, 200),
    "earlier-connection-tests.json": (EARLIER_RUN, 50),
}
RECORDS: dict[str, FieldRule] = {
    "program.json": PROGRAM,
    "set-up.json": SETUP,
    "steps.json": record(steps=many(STEP)),
    "connection-test.json": CONNECTION,
    "provisioning-job.json": JOB,
}
