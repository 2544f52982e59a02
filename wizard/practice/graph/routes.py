"""All addresses of the practice Graph, with the delegated permissions and roles they need.

Source of the permissions: Graph permissions reference (microsoft-graph-devx-content, permissions.json).
"""

from __future__ import annotations

from wizard.practice import roles
from wizard.practice.graph import (
    applications,
    assignments,
    connections,
    delta,
    jobs,
    logs,
    ownership,
    people,
    registrations,
    schemas,
    secrets,
    service_calls,
    sync_templates,
    tenant_facts,
)
from wizard.practice.graph.call import Handler
from wizard.practice.graph.routing import (
    Endpoint,
    Rights,
)

_DIRECTORY = frozenset({"Directory.Read.All", "Directory.ReadWrite.All"})
_READ_APPS = frozenset({"Application.Read.All", "Application.ReadWrite.All"}) | _DIRECTORY
_WRITE_APPS = frozenset({"Application.ReadWrite.All"})
_READ_USERS = frozenset({"User.ReadBasic.All", "User.Read.All", "User.ReadWrite.All"}) | _DIRECTORY
_GROUPS = frozenset(
    {"Group.ReadBasic.All", "Group.Read.All", "Group.ReadWrite.All", "GroupMember.Read.All"}
)
_MEMBERS = _GROUPS | {"GroupMember.ReadBasic.All", "GroupMember.ReadWrite.All", "Directory.Read.All"}

ANYBODY = Rights()
READ_APPLICATIONS = Rights(_READ_APPS, owned="all")
READ_ASSIGNMENTS_OF_USER = Rights(_READ_APPS)
WRITE_APPLICATIONS = Rights(_WRITE_APPS, roles=roles.APPLICATIONS, owned="owner", owner=True)
OWNED_BY_ME = Rights(_READ_APPS, person=True)
REGISTER = Rights(_WRITE_APPS, roles=roles.APPLICATIONS, owned="all")
INSTANTIATE = Rights(_WRITE_APPS | {"Directory.ReadWrite.All"}, roles=roles.APPLICATIONS)
ASSIGN = Rights(
    frozenset({"AppRoleAssignment.ReadWrite.All", "Application.ReadWrite.All"}),
    also=(_READ_APPS,),
    roles=roles.ASSIGNMENTS,
    owner=True,
)
UNASSIGN = Rights(
    frozenset({"AppRoleAssignment.ReadWrite.All", "Application.ReadWrite.All"}),
    roles=roles.ASSIGNMENTS,
    owner=True,
)
READ_SYNC = Rights(
    frozenset({"Synchronization.Read.All", "Synchronization.ReadWrite.All"}),
    roles=roles.PROVISIONING,
    owned="owner",
    owner=True,
)
WRITE_SYNC = Rights(
    frozenset({"Synchronization.ReadWrite.All"}), roles=roles.PROVISIONING, owned="owner", owner=True
)
PATCH_JOB = Rights(frozenset({"Synchronization.ReadWrite.All"}), roles=roles.PROVISIONING, owner=True)
DISCOVER = Rights(frozenset({"Directory.ReadWrite.All"}), roles=roles.PROVISIONING, owner=True)
READ_PEOPLE = Rights(_READ_USERS)
READ_DELETED = Rights(frozenset({"User.Read.All", "User.ReadWrite.All"}) | _DIRECTORY)
READ_ONE_PERSON = Rights(_READ_USERS | {"User.Read"})
USER_CHANGES = Rights(frozenset({"User.Read.All", "User.ReadWrite.All"}) | _DIRECTORY)
READ_GROUPS = Rights(_GROUPS | _DIRECTORY)
READ_MEMBERS = Rights(_MEMBERS)
READ_ME = Rights(_READ_USERS | {"User.Read"}, person=True)
READ_TENANT = Rights(
    frozenset({"Organization.Read.All", "Organization.ReadWrite.All", "User.Read", "User.Read.All"})
    | _DIRECTORY
)
READ_LICENCES = Rights(
    frozenset({"LicenseAssignment.Read.All", "Organization.Read.All", "Organization.ReadWrite.All"})
    | _DIRECTORY
)
READ_ROLES = Rights(
    frozenset(
        {"RoleManagement.Read.Directory", "RoleManagement.Read.All", "RoleManagement.ReadWrite.Directory"}
    )
    | _DIRECTORY
)
READ_SCHEDULES = Rights(READ_ROLES.scopes | {"RoleAssignmentSchedule.Read.Directory"}, person=True)
READ_ELIGIBILITY = Rights(READ_ROLES.scopes | {"RoleEligibilitySchedule.Read.Directory"}, person=True)
READ_LOGS = Rights(
    frozenset({"ProvisioningLog.Read.All", "AuditLog.Read.All", "Directory.Read.All"}), roles=roles.LOGS
)

_SYNC = "/servicePrincipals/{sp}/synchronization"
_JOB = f"{_SYNC}/jobs/{{job}}"
_APP_TEMPLATES = "/applications/{app}/synchronization/templates"
_TEMPLATE = f"{_SYNC}/templates/{{template}}"

_TABLE: tuple[tuple[str, str, Handler, Rights], ...] = (
    ("GET", "/applicationTemplates", applications.list_templates, ANYBODY),
    ("GET", "/applicationTemplates/{id}", applications.get_template, ANYBODY),
    ("POST", "/applicationTemplates/{id}/instantiate", applications.instantiate, INSTANTIATE),
    ("GET", "/applications", applications.list_applications, READ_APPLICATIONS),
    ("GET", "/applications/$count", applications.count_applications, READ_APPLICATIONS),
    ("GET", "/applications(appId='{appId}')", applications.get_application, READ_APPLICATIONS),
    ("GET", "/applications/{id}", applications.get_application, READ_APPLICATIONS),
    ("PATCH", "/applications/{id}", applications.patch_application, WRITE_APPLICATIONS),
    ("DELETE", "/applications/{id}", applications.delete_application, WRITE_APPLICATIONS),
    ("POST", "/applications", registrations.create_application, REGISTER),
    ("POST", "/applications/{id}/addPassword", registrations.add_password, WRITE_APPLICATIONS),
    (
        "GET",
        "/applications/{id}/federatedIdentityCredentials",
        registrations.list_federated,
        READ_APPLICATIONS,
    ),
    (
        "POST",
        "/applications/{id}/federatedIdentityCredentials",
        registrations.add_federated,
        WRITE_APPLICATIONS,
    ),
    ("POST", "/servicePrincipals", registrations.create_principal, REGISTER),
    ("POST", "/servicePrincipals/{id}/owners/$ref", registrations.add_owner, WRITE_APPLICATIONS),
    ("GET", "/servicePrincipals/{id}/ownedObjects", registrations.list_owned, READ_APPLICATIONS),
    (
        "GET",
        "/servicePrincipals/{id}/appRoleAssignments",
        registrations.list_permissions,
        READ_APPLICATIONS,
    ),
    ("POST", "/servicePrincipals/{id}/appRoleAssignments", registrations.grant_permission, ASSIGN),
    ("GET", "/servicePrincipals", applications.list_principals, READ_APPLICATIONS),
    ("GET", "/servicePrincipals/$count", applications.count_principals, READ_APPLICATIONS),
    ("GET", "/servicePrincipals(appId='{appId}')", applications.get_principal, READ_APPLICATIONS),
    ("GET", "/servicePrincipals/{id}", applications.get_principal, READ_APPLICATIONS),
    ("PATCH", "/servicePrincipals/{id}", applications.patch_principal, WRITE_APPLICATIONS),
    ("DELETE", "/servicePrincipals/{id}", applications.delete_principal, WRITE_APPLICATIONS),
    ("GET", "/applications/{id}/owners", ownership.owners_of_application, READ_APPLICATIONS),
    ("GET", "/servicePrincipals/{id}/owners", ownership.owners_of_principal, READ_APPLICATIONS),
    ("GET", "/me/ownedObjects", ownership.owned_by_me, OWNED_BY_ME),
    ("GET", "/me/ownedObjects/microsoft.graph.{cast}", ownership.owned_by_me, OWNED_BY_ME),
    ("GET", "/servicePrincipals/{id}/appRoleAssignedTo", assignments.list_assigned, READ_APPLICATIONS),
    ("POST", "/servicePrincipals/{id}/appRoleAssignedTo", assignments.assign, ASSIGN),
    ("DELETE", "/servicePrincipals/{id}/appRoleAssignedTo/{assignment}", assignments.unassign, UNASSIGN),
    ("GET", f"{_SYNC}/templates", sync_templates.list_templates, READ_SYNC),
    ("GET", _TEMPLATE, sync_templates.get_template, READ_SYNC),
    ("GET", _APP_TEMPLATES, sync_templates.list_templates, READ_SYNC),
    ("GET", f"{_APP_TEMPLATES}/{{template}}", sync_templates.get_template, READ_SYNC),
    ("GET", f"{_APP_TEMPLATES}/{{template}}/schema", sync_templates.get_schema, READ_SYNC),
    ("GET", f"{_TEMPLATE}/schema", sync_templates.get_schema, READ_SYNC),
    ("GET", f"{_TEMPLATE}/schema/filterOperators", schemas.filter_operators, WRITE_SYNC),
    ("GET", f"{_TEMPLATE}/schema/functions", schemas.functions, WRITE_SYNC),
    ("POST", f"{_TEMPLATE}/schema/parseExpression", schemas.parse_expression, WRITE_SYNC),
    ("GET", f"{_SYNC}/jobs", jobs.list_jobs, READ_SYNC),
    ("POST", f"{_SYNC}/jobs", jobs.create_job, WRITE_SYNC),
    ("POST", f"{_SYNC}/jobs/validateCredentials", service_calls.validate, WRITE_SYNC),
    ("GET", _JOB, jobs.get_job, READ_SYNC),
    ("PATCH", _JOB, jobs.patch, PATCH_JOB),
    ("DELETE", _JOB, jobs.delete_job, WRITE_SYNC),
    ("POST", f"{_JOB}/start", jobs.start, WRITE_SYNC),
    ("POST", f"{_JOB}/pause", jobs.pause, WRITE_SYNC),
    ("POST", f"{_JOB}/restart", jobs.restart, WRITE_SYNC),
    ("POST", f"{_JOB}/validateCredentials", service_calls.validate_job, WRITE_SYNC),
    ("POST", f"{_JOB}/provisionOnDemand", service_calls.provision_on_demand, WRITE_SYNC),
    ("GET", f"{_JOB}/schema", schemas.get_schema, READ_SYNC),
    ("PUT", f"{_JOB}/schema", schemas.put_schema, WRITE_SYNC),
    ("PATCH", f"{_JOB}/schema", schemas.patch_schema, WRITE_SYNC),
    ("DELETE", f"{_JOB}/schema", schemas.delete_schema, WRITE_SYNC),
    ("GET", f"{_JOB}/schema/directories", schemas.list_directories, READ_SYNC),
    ("POST", f"{_JOB}/schema/directories/{{directory}}/discover", schemas.discover, DISCOVER),
    ("GET", f"{_JOB}/schema/filterOperators", schemas.filter_operators, WRITE_SYNC),
    ("GET", f"{_JOB}/schema/functions", schemas.functions, WRITE_SYNC),
    ("POST", f"{_JOB}/schema/parseExpression", schemas.parse_expression, WRITE_SYNC),
    ("GET", f"{_SYNC}/secrets", secrets.get_secrets, READ_SYNC),
    ("PUT", f"{_SYNC}/secrets", secrets.put_secrets, WRITE_SYNC),
    ("GET", "/users", people.list_users, READ_PEOPLE),
    ("GET", "/users/$count", people.count_users, READ_PEOPLE),
    ("GET", "/directory/deletedItems/microsoft.graph.user", people.list_deleted_users, READ_DELETED),
    ("GET", "/users/delta", delta.users, USER_CHANGES),
    ("GET", "/users/{id}", people.get_user, READ_ONE_PERSON),
    ("GET", "/users/{id}/appRoleAssignments", assignments.list_of_user, READ_ASSIGNMENTS_OF_USER),
    ("GET", "/groups", people.list_groups, READ_GROUPS),
    ("GET", "/groups/$count", people.count_groups, READ_GROUPS),
    ("GET", "/groups/delta", delta.groups, READ_GROUPS),
    ("GET", "/groups/{id}", people.get_group, READ_GROUPS),
    ("GET", "/groups/{id}/appRoleAssignments", assignments.list_of_user, READ_ASSIGNMENTS_OF_USER),
    ("GET", "/groups/{id}/members", people.list_members, READ_MEMBERS),
    ("GET", "/groups/{id}/members/$count", people.count_members, READ_MEMBERS),
    ("GET", "/groups/{id}/members/microsoft.graph.{cast}", people.list_members, READ_MEMBERS),
    ("GET", "/groups/{id}/members/microsoft.graph.{cast}/$count", people.count_members, READ_MEMBERS),
    ("GET", "/groups/{id}/transitiveMembers", people.list_transitive_members, READ_MEMBERS),
    ("GET", "/groups/{id}/transitiveMembers/$count", people.count_members, READ_MEMBERS),
    (
        "GET",
        "/groups/{id}/transitiveMembers/microsoft.graph.{cast}",
        people.list_transitive_members,
        READ_MEMBERS,
    ),
    (
        "GET",
        "/groups/{id}/transitiveMembers/microsoft.graph.{cast}/$count",
        people.count_members,
        READ_MEMBERS,
    ),
    ("GET", "/organization", tenant_facts.organization, READ_TENANT),
    ("GET", "/subscribedSkus", tenant_facts.subscribed_skus, READ_LICENCES),
    ("GET", "/me", tenant_facts.me, READ_ME),
    ("GET", "/users/{id}/memberOf", people.list_groups_of, READ_MEMBERS),
    ("GET", "/users/{id}/memberOf/microsoft.graph.{cast}", people.list_groups_of, READ_MEMBERS),
    ("GET", "/me/memberOf", tenant_facts.my_memberships, READ_ME),
    ("GET", "/me/memberOf/microsoft.graph.{cast}", tenant_facts.my_memberships, READ_ME),
    ("GET", "/me/transitiveMemberOf", tenant_facts.my_memberships, READ_ME),
    ("GET", "/me/transitiveMemberOf/microsoft.graph.{cast}", tenant_facts.my_memberships, READ_ME),
    ("GET", "/roleManagement/directory/roleAssignments", tenant_facts.role_assignments, READ_ROLES),
    (
        "GET",
        "/roleManagement/directory/roleAssignmentScheduleInstances/filterByCurrentUser(on='principal')",
        tenant_facts.my_role_assignments,
        READ_SCHEDULES,
    ),
    (
        "GET",
        "/roleManagement/directory/roleEligibilityScheduleInstances/filterByCurrentUser(on='principal')",
        tenant_facts.my_eligible_roles,
        READ_ELIGIBILITY,
    ),
    ("GET", "/auditLogs/provisioning", logs.list_logs, READ_LOGS),
)
ROUTES = tuple(Endpoint(*row) for row in _TABLE)
_BETA: tuple[tuple[str, str, Handler, Rights], ...] = (
    ("GET", f"{_JOB}/objectConnections", connections.list_connections, READ_SYNC),
    ("GET", f"{_JOB}/objectConnections('{{id}}')", connections.get_connection, READ_SYNC),
    ("DELETE", f"{_JOB}/objectConnections('{{id}}')", connections.delete_connection, WRITE_SYNC),
)
BETA_ROUTES = tuple(Endpoint(*row) for row in _BETA)
"""What only the beta version has."""
