"""Test Connection: checks in order, verdict, cause; two vantage points and their difference.

`run` performs the test; it reads from Playvox and never writes.
"""

from __future__ import annotations

from wizard.connection.catalogue import CAUSES, CHECKS
from wizard.connection.finding import PathSearch, find_path
from wizard.connection.microsoft import MicrosoftAnswer
from wizard.connection.pasted import Pasted, read_pasted
from wizard.connection.result import CheckResult, ConnectionReport, Reason, Status, Verdict
from wizard.connection.run import ConnectionTest, run
from wizard.connection.target import Target

__all__ = [
    "CAUSES",
    "CHECKS",
    "CheckResult",
    "ConnectionReport",
    "ConnectionTest",
    "MicrosoftAnswer",
    "Pasted",
    "PathSearch",
    "Reason",
    "Status",
    "Target",
    "Verdict",
    "find_path",
    "read_pasted",
    "run",
]
