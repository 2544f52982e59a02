"""The connection test: checks in order, verdict, cause; two vantage points and their difference.

`run` performs the test; it reads from Playvox and never writes.
"""

from __future__ import annotations

from wizard.connection.catalog import (
    CAUSES,
    CHECKS,
)
from wizard.connection.microsoft import MicrosoftAnswer
from wizard.connection.pasted import (
    Pasted,
    read_pasted,
)
from wizard.connection.path_finder import (
    PathSearch,
    find_path,
)
from wizard.connection.result import (
    CheckResult,
    CheckStatus,
    ConnectionReport,
    DifferenceReason,
    Verdict,
)
from wizard.connection.runner import (
    ConnectionTest,
    run,
)
from wizard.connection.saved import saved_report
from wizard.connection.target import Target

__all__ = [
    "CAUSES",
    "CHECKS",
    "CheckResult",
    "CheckStatus",
    "ConnectionReport",
    "ConnectionTest",
    "DifferenceReason",
    "MicrosoftAnswer",
    "Pasted",
    "PathSearch",
    "Target",
    "Verdict",
    "find_path",
    "read_pasted",
    "run",
    "saved_report",
]
