"""One set-up on disk: answers, journal of writes, backups. Holds no secret, ever."""

from wizard.setup.backups import Backup, Backups
from wizard.setup.journal import Journal, Operation, OperationState, WriteRecord
from wizard.setup.profile import Profile
from wizard.setup.profiles import Profiles
from wizard.setup.runs import ConnectionRuns
from wizard.setup.turns import Turn
from wizard.setup.watch import JournalWatch, continuing, operation

__all__ = [
    "Backup",
    "Backups",
    "ConnectionRuns",
    "Journal",
    "JournalWatch",
    "Operation",
    "OperationState",
    "Profile",
    "Profiles",
    "Turn",
    "WriteRecord",
    "continuing",
    "operation",
]
