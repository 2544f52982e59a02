"""Provisioning logs, for an external client."""

from __future__ import annotations

from tests.practice.graph.outsider import EVENTUAL, Outsider


def test_logs_have_their_own_filters_order_and_limit(graph: Outsider) -> None:
    """All in one test, with five requests: more would be refused within ten seconds."""
    sp, _ = graph.application("Playvox with logs")
    job = graph.job(sp)
    job_id = job.rsplit("/", 1)[1]
    graph.call(
        "PUT",
        f"/servicePrincipals/{sp}/synchronization/secrets",
        {"value": graph.credentials(SyncAll="false")},
    )
    role = graph.get(f"/servicePrincipals/{sp}")["appRoles"][0]["id"]
    for person in graph.get("/users?$top=6&$filter=accountEnabled eq true&$count=true", **EVENTUAL)[
        "value"
    ]:
        body = {"principalId": person["id"], "resourceId": sp, "appRoleId": role}
        assert graph.call("POST", f"/servicePrincipals/{sp}/appRoleAssignedTo", body).status_code == 201
    assert graph.call("POST", f"{job}/start").status_code == 204
    graph.http.post(f"{graph.line['control']}/cycle")

    logs = "/auditLogs/provisioning"
    query = f"{logs}?$filter=jobId eq '{job_id}'&$orderby=activityDateTime"
    first = graph.get(f"{query}&$top=4")
    second = graph.get(first["@odata.nextLink"])
    newest = graph.get(query.replace("activityDateTime", "activityDateTime desc"))["value"]
    found = first["value"] + second["value"]
    assert [one["id"] for one in found] == [one["id"] for one in reversed(newest)]
    assert len(found) == 6
    times = [one["activityDateTime"] for one in found]
    assert times == sorted(times)
    for entry in found:
        assert (entry["jobId"], entry["servicePrincipal"]["id"]) == (job_id, sp)
        assert entry["cycleId"] == found[0]["cycleId"]
        assert entry["provisioningStatusInfo"]["status"] in {"success", "skipped", "failure", "warning"}
    wrong_case = f"{logs}?$filter=jobId eq '{job_id.upper()}'"
    assert graph.get(wrong_case)["value"] == []
    # Microsoft's own sample, though the reference allows "eq" only.
    sample = f"contains(tolower(servicePrincipal/id), '{sp}') and activityDateTime gt 2023-07-30"
    assert len(graph.get(f"{logs}?$filter={sample}&$top=500")["value"]) == 6
    refused = graph.beyond_the_limit("GET", logs)
    assert refused["status"] == 429
    assert 1 <= int(refused["headers"]["Retry-After"]) <= 11
    assert refused["body"]["error"]["code"] == "TooManyRequests"
