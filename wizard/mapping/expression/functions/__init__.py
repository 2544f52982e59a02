"""The functions of the language, one module per family.

A builder turns compiled arguments into a closure.
"""

from __future__ import annotations

from wizard.mapping.expression.functions import convert, dates, logic, replacing, texts, values
from wizard.mapping.expression.functions.building import Builder

BUILDERS: dict[str, Builder] = {
    **convert.BUILDERS,
    **dates.BUILDERS,
    **logic.BUILDERS,
    **replacing.BUILDERS,
    **texts.BUILDERS,
    **values.BUILDERS,
}
