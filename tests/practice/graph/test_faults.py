"""Every fault of Graph, the authority's permissions and the service, switched on while the tenant runs."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.practice.graph.outsider import Outsider
from wizard.practice.faults import REGISTRY

PREFIX = "SystemForCrossDomainIdentityManagement"
SENDING = "An error occurred while sending the request."


@pytest.fixture(scope="module")
def principal(stranger: Outsider) -> str:
    return stranger.application("Playvox in trouble")[0]


@pytest.fixture(scope="module")
def job(stranger: Outsider, principal: str) -> str:
    made = stranger.job(principal)
    secrets = f"/servicePrincipals/{principal}/synchronization/secrets"
    assert stranger.call("PUT", secrets, {"value": stranger.credentials()}).status_code == 204
    return made


@pytest.fixture
def other(graph: Outsider) -> Iterator[Outsider]:
    """Another account that signs in while a fault is on."""
    somebody = Outsider(graph.line)
    yield somebody
    somebody.close()


def test_throttled_every_second_time(graph: Outsider) -> None:
    graph.fault("graph-throttled")
    answers = [graph.call("GET", "/me") for _ in range(4)]
    assert sorted(answer.status_code for answer in answers) == [200, 200, 429, 429]
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert refused.headers["retry-after"] == "1"
    assert refused.json()["error"]["code"] == "TooManyRequests"


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        ("graph-unavailable", 503, "serviceNotAvailable"),
        ("graph-internal-error", 500, "InternalServerError"),
        ("token-expired", 401, "InvalidAuthenticationToken"),
    ],
)
def test_refusals(graph: Outsider, fault: str, status: int, code: str) -> None:
    graph.fault(fault, times=1)
    assert graph.error("GET", "/me")[:2] == (status, code)
    assert graph.call("GET", "/me").status_code == 200  # it happened only once


def test_a_bad_gateway_answers_html(graph: Outsider) -> None:
    graph.spared = True
    graph.fault("graph-bad-gateway", times=1)
    answer = graph.call("GET", "/me")
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (502, "text/html")


def test_slow_answers(graph: Outsider) -> None:
    graph.fault("graph-slow")
    with pytest.raises(httpx.ReadTimeout):
        graph.http.get(f"{graph.line['graph']}/v1.0/me", timeout=0.5)


def test_a_request_with_a_lost_answer_took_effect(graph: Outsider, principal: str) -> None:
    graph.fault("graph-lost-answer")
    assert graph.call("GET", f"/servicePrincipals/{principal}").status_code == 200  # only for writes
    note = f"written at {time.monotonic()}"
    with pytest.raises(httpx.TransportError):
        graph.call("PATCH", f"/servicePrincipals/{principal}", {"notes": note})
    graph.calm()
    for _ in range(300):
        if graph.get(f"/servicePrincipals/{principal}")["notes"] == note:
            return
    raise AssertionError("the lost request was not carried out")


def test_answers_are_cut_in_the_middle(graph: Outsider) -> None:
    graph.fault("graph-cut-answer", times=1)
    received = b""
    headers = {"Authorization": f"Bearer {graph.token}"}
    address = f"{graph.line['graph']}/v1.0/users"
    broken = False
    with graph.http.stream("GET", address, headers=headers) as answer:
        assert answer.status_code == 200
        try:
            for piece in answer.iter_bytes():
                received += piece
        except httpx.RemoteProtocolError:
            broken = True
    assert broken
    assert received.startswith(b'{"@odata.context"')
    assert not received.endswith(b"}]}")


def test_first_pages_may_be_empty(graph: Outsider) -> None:
    for path in "/users", "/groups", "/servicePrincipals", "/applicationTemplates":
        graph.fault("graph-empty-pages")
        first = graph.get(path)
        assert first["value"] == []
        assert graph.get(first["@odata.nextLink"])["value"]
        graph.calm()


def test_stale_reads_last_longer_than_usual(graph: Outsider, principal: str) -> None:
    graph.fault("stale-reads")
    note = f"stale at {time.monotonic()}"
    assert graph.call("PATCH", f"/servicePrincipals/{principal}", {"notes": note}).status_code == 204
    time.sleep(0.3)  # twice the usual lag
    assert graph.get(f"/servicePrincipals/{principal}")["notes"] != note


def test_the_synchronization_service_may_not_be_ready(graph: Outsider, job: str) -> None:
    graph.fault("sync-not-ready", times=2)
    assert {graph.call("GET", job).status_code for _ in range(2)} == {403, 409}
    assert graph.call("GET", job).status_code == 200


@pytest.mark.parametrize("fault", ["missing-role", "pim-role", "global-reader"])
def test_roles_that_do_not_suffice(graph: Outsider, job: str, fault: str) -> None:
    graph.fault(fault)
    assert graph.error("GET", job)[:2] == (403, "Authorization_RequestDenied")
    roles = graph.get("/me/transitiveMemberOf/microsoft.graph.directoryRole")["value"]
    names = [role["displayName"] for role in roles]
    assert names == (["Global Reader"] if fault == "global-reader" else [])
    eligible = graph.get(
        "/roleManagement/directory/roleEligibilityScheduleInstances/filterByCurrentUser(on='principal')"
    )["value"]
    assert bool(eligible) is (fault == "pim-role")


def test_owners_need_no_role_for_what_they_own(graph: Outsider, job: str) -> None:
    principal = job.split("/")[2]
    assert graph.get(f"/servicePrincipals/{principal}/owners")["value"] == []
    assert graph.get("/me/ownedObjects/microsoft.graph.servicePrincipal")["value"] == []
    graph.fault("owner-only")
    assert graph.get("/me/transitiveMemberOf/microsoft.graph.directoryRole")["value"] == []
    me = graph.get("/me")["id"]
    assert [each["id"] for each in graph.get(f"/servicePrincipals/{principal}/owners")["value"]] == [me]
    owned = graph.get("/me/ownedObjects/microsoft.graph.servicePrincipal")["value"]
    assert principal in {each["id"] for each in owned}
    assert graph.call("GET", job).status_code == 200
    assert graph.call("POST", f"{job}/pause").status_code == 204
    template = graph.get("/applicationTemplates")["value"][0]["id"]
    new = {"displayName": "Another"}
    refused = graph.error("POST", f"/applicationTemplates/{template}/instantiate", new)
    assert refused[:2] == (403, "Authorization_RequestDenied")
    assert graph.error("GET", "/auditLogs/provisioning")[0] == 403


def test_missing_consent_leaves_permissions_out_of_the_token(
    graph: Outsider, other: Outsider, job: str
) -> None:
    graph.fault("missing-consent")
    granted = other.sign_in()["scope"].split()
    assert not [scope for scope in granted if scope.endswith(("Synchronization.ReadWrite.All",))]
    assert other.error("POST", f"{job}/pause")[:2] == (403, "Authorization_RequestDenied")
    assert other.call("GET", "/me").status_code == 200


def test_no_premium(graph: Outsider) -> None:
    graph.fault("no-premium")
    plans = {
        plan["servicePlanName"]
        for sku in graph.get("/subscribedSkus")["value"]
        for plan in sku["servicePlans"]
    }
    assert not {plan for plan in plans if plan.startswith("AAD_PREMIUM")}
    status, code, _ = graph.error("GET", "/auditLogs/provisioning")
    assert (status, code) == (403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant")


def test_galleries_without_playvox_or_with_two(graph: Outsider, principal: str) -> None:
    query = "/applicationTemplates?$filter=displayName eq 'Playvox'"
    graph.fault("no-gallery-template")
    assert graph.get(query)["value"] == []
    graph.calm()
    graph.fault("several-gallery-templates")
    assert len(graph.get(query)["value"]) == 2
    graph.calm()
    graph.fault("no-sync-template")
    assert graph.get(f"/servicePrincipals/{principal}/synchronization/templates")["value"] == []


def test_enumerations_of_tomorrow(graph: Outsider, job: str) -> None:
    graph.spared = True
    graph.fault("unknown-enum")
    graph.fault("job-quarantined")
    reason = graph.get(job)["status"]["quarantine"]["reason"]
    assert reason == "practiceValueOfTomorrow"


def test_on_demand_can_keep_to_one_shape(graph: Outsider, job: str) -> None:
    person = graph.get("/users?$top=1")["value"][0]["id"]
    rule = graph.get(f"{job}/schema")["synchronizationRules"][0]["id"]
    subject = {"objectId": person, "objectTypeName": "User"}
    graph.fault("on-demand-alternate-shape")
    for _ in range(2):
        body = {"parameters": [{"ruleId": rule, "subjects": [subject]}]}
        answer = graph.call("POST", f"{job}/provisionOnDemand", body)
        assert answer.json()["key"].startswith("Microsoft.Identity.Health")
        assert isinstance(json.loads(answer.json()["value"]), list)


def test_notification_settings_are_refused(graph: Outsider, principal: str) -> None:
    graph.fault("notification-refused")
    pairs = graph.credentials(SyncNotificationSettings='{"Enabled":true,"Recipients":"it@contoso.example"}')
    secrets = f"/servicePrincipals/{principal}/synchronization/secrets"
    status, _, message = graph.error("PUT", secrets, {"value": pairs})
    assert status == 400
    assert json.loads(message)["error"]["code"] == "InvalidNotificationSettings"


def test_a_job_in_quarantine(graph: Outsider, job: str) -> None:
    graph.fault("job-quarantined")
    status = graph.get(job)["status"]
    assert status["code"] == "Quarantine"
    assert status["quarantine"]["reason"] == "EncounteredQuarantineException"
    assert status["quarantine"]["error"]["code"] == f"{PREFIX}InvalidCredentials"
    assert status["quarantine"]["error"]["tenantActionable"] is True


def test_a_job_with_less_of_a_status(graph: Outsider, job: str) -> None:
    assert "progress" in graph.get(job)["status"]
    graph.fault("job-without-status")
    assert not {"progress", "lastExecution"} & set(graph.get(job)["status"])


def test_microsofts_own_trouble(graph: Outsider, job: str) -> None:
    body = {"useSavedCredentials": True}
    graph.fault("service-unavailable", times=1)
    status, code, message = graph.error("POST", f"{job}/validateCredentials", body)
    assert (status, code) == (400, "CredentialValidationUnavailable")
    assert json.loads(message)["error"]["code"] == f"{PREFIX}CredentialValidationUnavailable"
    assert json.loads(message)["error"]["message"] == SENDING
    graph.fault("service-slow")
    with pytest.raises(httpx.ReadTimeout):
        graph.http.post(
            f"{graph.line['graph']}/v1.0{job}/validateCredentials",
            json=body,
            headers={"Authorization": f"Bearer {graph.token}"},
            timeout=0.5,
        )


def test_an_authority_that_is_slow_or_down(graph: Outsider) -> None:
    graph.fault("authority-slow")
    discovery = f"{graph.line['authority']}/v2.0/.well-known/openid-configuration"
    with pytest.raises(httpx.ReadTimeout):
        graph.http.get(discovery, timeout=0.5)
    graph.calm()
    graph.fault("authority-down", times=1)
    assert graph.http.get(discovery).status_code == 503
    assert graph.http.get(discovery).json()["issuer"] == f"{graph.line['authority']}/v2.0"


def test_faults_have_names_groups_and_words_at_the_control_address(graph: Outsider) -> None:
    known = graph.http.get(f"{graph.line['control']}/faults").json()
    assert {fault["name"] for fault in known} == set(REGISTRY)
    assert all(fault["about"] and fault["group"] and fault["on"] is False for fault in known)
    graph.fault("graph-slow")
    graph.fault("graph-slow", on=False)
    assert graph.http.put(f"{graph.line['control']}/faults/no-such-fault", json={}).status_code == 404


def test_a_second_job_is_listed_before_the_active_one(graph: Outsider) -> None:
    sp, _app = graph.application("Playvox with two jobs")
    job = graph.job(sp)
    jobs = f"/servicePrincipals/{sp}/synchronization/jobs"
    assert len(graph.get(jobs)["value"]) == 1
    assert graph.call("POST", f"{job}/start").status_code == 204
    graph.fault("second-job")
    states = [each["schedule"]["state"] for each in graph.get(jobs)["value"]]
    assert len(states) == 2
    assert states[0] != "Active"
    assert states[1] == "Active"


def test_a_template_that_wants_oauth(graph: Outsider) -> None:
    sp, _app = graph.application("Playvox with OAuth")

    def metadata() -> dict[str, str]:
        (template,) = graph.get(f"/servicePrincipals/{sp}/synchronization/templates")["value"]
        return {each["key"]: each["value"] for each in template["metadata"]}

    before = metadata()
    graph.fault("oauth-template")
    assert (before["IsOAuthEnabled"], metadata()["IsOAuthEnabled"]) == ("False", "True")
    assert before["ConfigurationFields"] != metadata()["ConfigurationFields"]


def test_a_template_that_wants_more_values(graph: Outsider, job: str) -> None:
    graph.fault("template-fields")
    (template,) = graph.get(f"{job.partition('/synchronization')[0]}/synchronization/templates")["value"]
    found = {each["key"]: each["value"] for each in template["metadata"]}["ConfigurationFields"]
    assert [each["name"] for each in json.loads(found)] == [
        "baseaddress",
        "secrettoken",
        "companyid",
        "appkey",
    ]
    usual = graph.credentials()
    message = graph.error("POST", f"{job}/validateCredentials", {"credentials": usual})[2]
    assert "CompanyId is missing" in message
    more = [{"key": "CompanyId", "value": "4711"}, {"key": "AppKey", "value": "a"}]
    tried = {"credentials": [*usual, *more]}
    assert graph.call("POST", f"{job}/validateCredentials", tried).status_code == 204


def test_a_gallery_entry_that_is_about_to_be_removed(graph: Outsider) -> None:
    def removed_on() -> str | None:
        (template,) = graph.get("/applicationTemplates?$filter=displayName eq 'Playvox'")["value"]
        day: str | None = template.get("deprecationDate")
        return day

    assert removed_on() is None
    graph.fault("gallery-entry-deprecated")
    assert removed_on() == "2027-03-31"


def test_every_fault_is_tested_in_this_folder() -> None:
    room = Path(__file__).parents[1]
    source = "".join(file.read_text(encoding="utf-8") for file in room.rglob("test_*.py"))
    untried = [name for name in REGISTRY if f'"{name}"' not in source]
    assert untried == []
