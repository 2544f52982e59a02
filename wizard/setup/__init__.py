"""One setup on disk: answers, journal of writes, backups. Never holds a secret."""

from wizard.setup.backups import Backup, Backups
from wizard.setup.connection_runs import ConnectionRuns
from wizard.setup.journal import Journal, Operation, OperationState, WriteRecord
from wizard.setup.journaling import (
    JournalingHook,
    continuing,
    operation,
)
from wizard.setup.lock import SetUpLock
from wizard.setup.profile import Profile
from wizard.setup.profiles import Profiles

__all__ = [
    "Backup",
    "Backups",
    "ConnectionRuns",
    "Journal",
    "JournalingHook",
    "Operation",
    "OperationState",
    "Profile",
    "Profiles",
    "SetUpLock",
    "WriteRecord",
    "continuing",
    "operation",
]
