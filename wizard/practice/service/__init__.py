"""The practice provisioning service: what Microsoft's service does in cycles, over real HTTP."""

from __future__ import annotations

from wizard.practice.service.demand import OnDemandError
from wizard.practice.service.engine import (
    ProvisioningService,
    ServiceLimits,
)
from wizard.practice.service.failure import CredentialsError

__all__ = ["CredentialsError", "OnDemandError", "ProvisioningService", "ServiceLimits"]
