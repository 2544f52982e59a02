"""Setups of practice tenants that have ended. Each tenant has its own id, so each leaves a setup behind."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta

from wizard.problem import ProblemError
from wizard.steps.base.context import Context
from wizard.steps.base.key_store import KEY_NAME, NEXT_KEY_NAME

KEPT = timedelta(days=30)
"""How long after its last change a practice setup is kept, unless it is the one in use."""


async def forget_old(context: Context) -> None:
    """Forget other practice setups that nobody changed for long: the profile, its logs, and the key in the
    keyring.

    The journal keeps what was done. A practice tenant with a state folder may still exist: its setup is
    started again then, and reads its answers from Entra. Call it once the keyring was asked for the key, so
    that no prompt opens for this.
    """
    if context.session.practice is None:
        return
    store, keyring = context.store, context.key_store.keyring
    before = context.services.clock.now() - KEPT
    for profile in await asyncio.to_thread(store.profiles.all):
        if not profile.practice or profile.id == store.profile.id or profile.changed > before:
            continue
        if keyring is not None and keyring.available:
            for name in (KEY_NAME, NEXT_KEY_NAME):
                await context.vault_of(profile.id).forget(name)
        with suppress(ProblemError):  # tried again the next time
            await asyncio.to_thread(store.profiles.forget, profile.id)
            await asyncio.to_thread(store.forget_logs, profile.id)
