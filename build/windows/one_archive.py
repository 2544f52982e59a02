"""The first thing that both Windows programs run: they take their modules from one archive beside them.

PyInstaller would pack all modules into each of the two, which is an eighth of the whole.
"""

import os
import sys

import pyimod02_importers  # type: ignore[import-not-found]

# The same reader, because what looks for modules has it already.
pyimod02_importers.pyz_archive.__init__(
    os.path.join(sys._MEIPASS, "modules.pyz"),  # type: ignore[attr-defined]  # noqa: PTH118
    check_pymagic=True,
)
