"""The Microsoft clouds: sign-in host, Graph host, and known limitations.

Hosts: Graph docs "National cloud deployments". Availability: Entra docs "Known issues for provisioning".
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cloud:
    """One cloud. `notes` are codes with words (`wizard.messages.entra.cloud_note`), e.g. "gallery_limited".

    `authority` is the sign-in host with scheme and without a tenant; `graph` has no version. `tenant` is
    set when the authority serves a single tenant (practice), else None.
    """

    name: str
    authority: str
    graph: str
    portal: str
    notes: tuple[str, ...] = ()
    tenant: str | None = None

    @property
    def is_practice(self) -> bool:
        """Whether this is the practice tenant on this computer."""
        return self.name == "practice"

    @property
    def host(self) -> str:
        """The sign-in host, for people."""
        return self.authority.partition("://")[2]

    def authority_for(self, tenant: str) -> str:
        """The authority URL for a tenant id, a domain, or "organizations"."""
        return f"{self.authority}/{self.tenant or tenant}"

    def full_scope(self, scope: str) -> str:
        """The full name of a Graph scope here: outside the global cloud a bare name means another Graph."""
        return scope if self.name in {"global", "practice"} else f"{self.graph}/{scope}"

    def portal_application(self, service_principal_id: str, app_id: str) -> str:
        """Address of the application's provisioning page in the Entra admin center."""
        return (
            f"{self.portal}/#view/Microsoft_AAD_IAM/ManagedAppMenuBlade/~/Provisioning"
            f"/objectId/{service_principal_id}/appId/{app_id}"
        )

    def portal_person(self, person_id: str) -> str:
        """Address of a person's page in the Entra admin center."""
        return (
            f"{self.portal}/#view/Microsoft_AAD_UsersAndTenants/UserProfileMenuBlade/~/overview"
            f"/userId/{person_id}"
        )

    def portal_my_roles(self) -> str:
        """Where an eligible administrator role can be activated (Privileged Identity Management)."""
        return f"{self.portal}/#view/Microsoft_Azure_PIMCommon/ActivationMenuBlade/~/aadmigratedroles"

    @staticmethod
    def practice(graph: str, authority: str) -> Cloud:
        """The practice tenant: `graph` without version, `authority` with its tenant id at the end."""
        host, _, tenant = authority.rstrip("/").rpartition("/")
        return Cloud("practice", host, graph.rstrip("/"), "https://entra.microsoft.com", tenant=tenant)


CLOUDS: dict[str, Cloud] = {
    cloud.name: cloud
    for cloud in (
        Cloud(
            "global",
            "https://login.microsoftonline.com",
            "https://graph.microsoft.com",
            "https://entra.microsoft.com",
        ),
        Cloud(
            "usgov",
            "https://login.microsoftonline.us",
            "https://graph.microsoft.us",
            "https://entra.microsoft.us",
            ("gallery_provisioning_missing", "secrets_one_kilobyte"),
        ),
        Cloud(
            "usgov-dod",
            "https://login.microsoftonline.us",
            "https://dod-graph.microsoft.us",
            "https://entra.microsoft.us",
            ("gallery_provisioning_missing", "secrets_one_kilobyte"),
        ),
        Cloud(
            "china",
            "https://login.chinacloudapi.cn",
            "https://microsoftgraph.chinacloudapi.cn",
            "https://entra.microsoftonline.cn",
            ("gallery_provisioning_missing", "validation_undocumented"),
        ),
    )
}
