"""Five requests in ten seconds, counted by the test's own clock."""

from __future__ import annotations

import pytest

from wizard.practice.faults import Faults
from wizard.practice.graph.errors import GraphRefusalError
from wizard.practice.graph.throttle import Throttle

LOGS = ("GET", "/auditLogs/provisioning")
ON_DEMAND = ("POST", "/servicePrincipals/a/synchronization/jobs/b/provisionOnDemand")


@pytest.mark.parametrize("limited", [LOGS, ON_DEMAND], ids=["logs", "on demand"])
def test_the_sixth_in_ten_seconds_is_refused_until_the_first_is_old_enough(
    limited: tuple[str, str],
) -> None:
    time = 100.0
    throttle = Throttle(Faults(()), lambda: time)
    for _ in range(5):
        throttle.check(*limited)
        time += 1.0
    with pytest.raises(GraphRefusalError) as refused:
        throttle.check(*limited)
    assert refused.value.status == 429
    # The first was sent five seconds ago; whole seconds, and never too early.
    assert 5 <= int(refused.value.headers["Retry-After"]) <= 6
    time = 109.9
    with pytest.raises(GraphRefusalError):
        throttle.check(*limited)
    time = 110.0
    throttle.check(*limited)
    with pytest.raises(GraphRefusalError):
        throttle.check(*limited)


def test_the_two_kinds_are_counted_apart_and_nothing_else_is() -> None:
    throttle = Throttle(Faults(()), lambda: 0.0)
    for _ in range(5):
        throttle.check(*LOGS)
        throttle.check(*ON_DEMAND)
    for _ in range(20):
        throttle.check("GET", "/users")
        throttle.check("GET", ON_DEMAND[1])
    with pytest.raises(GraphRefusalError):
        throttle.check("GET", "/AUDITLOGS/PROVISIONING")
