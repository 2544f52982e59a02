"""What the mappings search Playvox by, kept in the profile for tests that do not sign in."""

from __future__ import annotations

from wizard.entra.schema import SynchronizationSchema
from wizard.mapping.matching import first_target
from wizard.steps.base.context import Context


async def remember_searches(context: Context, schema: SynchronizationSchema) -> None:
    """Store the first matching attribute and whether groups are mapped, when they changed."""
    matching, groups = first_target(schema.mappings) or "", schema.mappings.maps_groups
    profile = context.store.profile
    if (matching, groups) != (profile.matching, profile.maps_groups):
        await context.store.remember(matching=matching, maps_groups=groups)
