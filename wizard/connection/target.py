"""What is to be tested."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import SecretStr

from wizard.playvox.attributes import MATCHING


@dataclass(frozen=True, slots=True)
class Target:
    """Address and key as they were typed, and what the mapping will ask for.

    `key` None means none was given: everything that can be seen without it is tested. `matching` is the
    SCIM attribute the mapping matches people by; Entra's own test asks for it (Microsoft Learn: "Develop
    and plan provisioning for a SCIM endpoint"). `group_mapping` tells whether groups are mapped too.
    `step_seconds` bounds each step.
    """

    tenant_url: str
    key: SecretStr | None = None
    matching: str = MATCHING
    group_mapping: bool = False
    step_seconds: float = 30.0
