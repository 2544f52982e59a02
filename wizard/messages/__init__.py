"""All words for people, in their language, without Qt: the window and the command line share them.

Literal texts are marked with `_` (or `ngettext` for plurals) where they are used and looked up late, so
a language can be changed while running. Codes (problems, connection causes) get their words in this
package's tables, one module per room.
"""

from __future__ import annotations

# Importing a table fills it.
from wizard.messages import connection_answers as _connection_answer  # noqa: F401
from wizard.messages import connection_network as _connection_way  # noqa: F401
from wizard.messages import connection_paths as _connection_paths  # noqa: F401
from wizard.messages import connection_reasons as _connection_reasons  # noqa: F401
from wizard.messages import entra as _entra  # noqa: F401
from wizard.messages import entra_logs as _entra_logs  # noqa: F401
from wizard.messages import entra_sign_in as _entra_signin  # noqa: F401
from wizard.messages import history as _history  # noqa: F401
from wizard.messages import keyring as _vault  # noqa: F401
from wizard.messages import mapping as _mapping  # noqa: F401
from wizard.messages import mapping_doubts as _mapping_doubts  # noqa: F401
from wizard.messages import mapping_editing as _mapping_editing  # noqa: F401
from wizard.messages import playvox as _playvox  # noqa: F401
from wizard.messages import practice as _practice  # noqa: F401
from wizard.messages import steps as _steps  # noqa: F401
from wizard.messages import ui as _ui  # noqa: F401
from wizard.messages.explanation import (
    Explanation,
    explain,
    register,
)
from wizard.messages.language import (
    _,
    current_language,
    ngettext,
    use_language,
)

__all__ = ["Explanation", "_", "current_language", "explain", "ngettext", "register", "use_language"]
