"""The pages of Microsoft Learn that belong to each page: those that the tutorial for Playvox links."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages import N_

_ROOT = "https://learn.microsoft.com/entra/"
_APPS = f"{_ROOT}identity/app-provisioning/"
TITLES: Mapping[str, str] = {
    "tutorial": N_("The tutorial for Playvox"),
    "how": N_("How provisioning works"),
    "roles": N_("Administrator roles"),
    "owners": N_("Owners of applications"),
    "gallery": N_("Add an application from the gallery"),
    "assignments": N_("Manage assignments"),
    "app_roles": N_("App roles"),
    "scoping": N_("Scoping filters"),
    "mappings": N_("Attribute mappings"),
    "on_demand": N_("Provision on demand"),
    "finishes": N_("When provisioning finishes"),
    "logs": N_("Provisioning logs"),
    "status": N_("Status and reports"),
    "quarantine": N_("Quarantine"),
}
ADDRESSES: Mapping[str, str] = {
    "tutorial": f"{_ROOT}identity/saas-apps/playvox-provisioning-tutorial",
    "how": f"{_APPS}user-provisioning",
    "roles": f"{_ROOT}identity/role-based-access-control/permissions-reference#application-administrator",
    "owners": f"{_ROOT}fundamentals/users-default-permissions#owned-enterprise-applications",
    "gallery": f"{_ROOT}identity/enterprise-apps/add-application-portal",
    "assignments": f"{_ROOT}identity/enterprise-apps/assign-user-or-group-access-portal",
    "app_roles": f"{_ROOT}identity-platform/howto-add-app-roles-in-apps",
    "scoping": f"{_APPS}define-conditional-rules-for-provisioning-user-accounts",
    "mappings": f"{_APPS}customize-application-attributes",
    "on_demand": f"{_APPS}provision-on-demand",
    "finishes": f"{_APPS}application-provisioning-when-will-provisioning-finish-specific-user",
    "logs": f"{_ROOT}identity/monitoring-health/concept-provisioning-logs",
    "status": f"{_APPS}check-status-user-account-provisioning",
    "quarantine": f"{_APPS}application-provisioning-quarantine-status",
}
LEARN: Mapping[str, tuple[str, ...]] = {
    "before": ("tutorial", "how", "roles", "owners"),
    "key": ("tutorial",),
    "application": ("gallery",),
    "people": ("assignments", "app_roles", "scoping"),
    "connection": ("tutorial",),
    "mappings": ("mappings", "scoping"),
    "turn_on": ("finishes",),
    "monitor": ("logs", "finishes", "status", "quarantine"),
    "logs": ("logs",),
    "recover": ("quarantine",),
    "rotate": ("tutorial",),
    "on_demand": ("on_demand",),
    "why": ("how",),
}
"""What is linked on each page, by its id."""
