"""Files applied to a practice tenant in this process."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wizard.cli.config import Config
from wizard.cli.setting_up import SettingUp
from wizard.steps import Assistant, ChangePreview, PracticeLine, Services

if TYPE_CHECKING:
    from wizard.practice import Practice

BASE = Config.model_validate(
    {
        "playvox": {"tenant_url": "acme"},
        "people": {"assign": ["ana@contoso.example"], "role": "User"},
        "application": {"roles": ["Auditor"]},
        "provisioning": {"notification_email": "it@contoso.example", "deletion_threshold": 50},
    }
)


async def enter(practice: Practice, folder: Path) -> Assistant:
    """An assistant that is signed in with the practice key; close it at the end."""

    async def launch() -> PracticeLine:
        return PracticeLine.model_validate(practice.line, from_attributes=True)

    assistant = Assistant(Services(folder, launch))
    await assistant.before.choose_practice()
    await assistant.before.sign_in()
    await assistant.key.use_for_session((await launch()).key)
    return assistant


async def apply(assistant: Assistant, config: Config) -> ChangePreview:
    """Apply a file; afterwards nothing differs."""
    setting_up = SettingUp(assistant, config, key_stated=False)
    effect = await setting_up.plan(test=False)
    if not effect.empty:
        await setting_up.apply()
        again = await SettingUp(assistant, config, key_stated=False).plan(test=False)
        assert again.changes == ()
    return effect
