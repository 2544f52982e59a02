"""What each function does. One module per family; every builder turns compiled arguments into a closure."""

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
