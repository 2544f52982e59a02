"""The tenant, its licenses, the signed-in person and directory roles.

Source: Graph docs, "List organizations", "List subscribedSkus", "Get a user", "List memberOf",
"List unifiedRoleAssignments", "List roleEligibilityScheduleInstances".
"""

from __future__ import annotations

import uuid

from wizard.practice import roles
from wizard.practice.directory import INITIAL_DOMAIN
from wizard.practice.graph import filters, listing
from wizard.practice.graph.call import (
    RouteAnswer,
    RouteCall,
)
from wizard.practice.graph.errors import not_found, unsupported_query
from wizard.practice.graph.people import USER_DEFAULT
from wizard.practice.store import Json

_PREMIUM = (
    ("AAD_PREMIUM", "41781fb2-bc02-4b7c-bd55-b576c07bb09d"),
    ("AAD_PREMIUM_P2", "eec0eb4f-6444-4f95-aba0-50c24d67f998"),
)
_EXCHANGE = ("EXCHANGE_S_STANDARD", "9aaf7827-d63c-4b61-89c3-182f06f82e5c")


def organization(call: RouteCall) -> RouteAnswer:
    """GET /organization."""
    return RouteAnswer(
        200, {"@odata.context": call.context("organization"), "value": [listing.select(call, _org(call))]}
    )


def subscribed_skus(call: RouteCall) -> RouteAnswer:
    """GET /subscribedSkus."""
    people = call.store.count_users()
    skus = [
        _sku(call, "O365_BUSINESS_ESSENTIALS", "3b555118-da6a-4418-894f-7df1e2096870", people, [_EXCHANGE])
    ]
    if not call.tenant.faults.is_on("no-premium"):
        skus.append(
            _sku(call, "AAD_PREMIUM_P2", "84a661c4-e949-4bd2-a560-ed7766fcaf2b", people, list(_PREMIUM))
        )
    return RouteAnswer(200, {"@odata.context": call.context("subscribedSkus"), "value": skus})


def me(call: RouteCall) -> RouteAnswer:
    """GET /me."""
    user = call.store.user(call.caller.user_id)
    if user is None:
        raise not_found(call.caller.user_id)
    return call.entity("users/$entity", listing.select(call, user, USER_DEFAULT))


def my_memberships(call: RouteCall) -> RouteAnswer:
    """GET /me/memberOf and /me/transitiveMemberOf, also cast to directoryRole."""
    cast = call.params.get("cast", "").lower()
    found: list[Json] = []
    if cast in {"", "directoryrole"}:
        found += [
            _role(call, template) for template in sorted(roles.active(call.tenant, call.caller.user_id))
        ]
    if cast in {"", "group"}:
        found += _groups(call)
    if cast not in {"", "directoryrole", "group"}:
        raise unsupported_query(f"The type cast 'microsoft.graph.{cast[:40]}' is not supported here.")
    if cast:
        for item in found:
            item.pop("@odata.type")
    return listing.documents(call, "directoryObjects", found)


def role_assignments(call: RouteCall) -> RouteAnswer:
    """GET /roleManagement/directory/roleAssignments?$filter=principalId eq '...'."""
    return _assignments(call, "roleManagement/directory/roleAssignments", eligible=False)


def my_role_assignments(call: RouteCall) -> RouteAnswer:
    """GET /roleManagement/directory/roleAssignmentScheduleInstances/filterByCurrentUser(on='principal')."""
    return _instances(
        call, roles.active(call.tenant, call.caller.user_id), "roleAssignmentScheduleInstances"
    )


def my_eligible_roles(call: RouteCall) -> RouteAnswer:
    """GET .../directory/roleEligibilityScheduleInstances/filterByCurrentUser(on='principal')."""
    return _instances(
        call, roles.eligible(call.tenant, call.caller.user_id), "roleEligibilityScheduleInstances"
    )


def _instances(call: RouteCall, templates: frozenset[str], name: str) -> RouteAnswer:
    items = [
        {
            **_assignment(call.caller.user_id, template),
            "memberType": "Direct",
            "startDateTime": None,
            "endDateTime": None,
        }
        for template in sorted(templates)
    ]
    return listing.documents(call, f"roleManagement/directory/{name}", items)


def _assignments(call: RouteCall, name: str, *, eligible: bool) -> RouteAnswer:
    allowed = {"principalId": frozenset({"eq"}), "roleDefinitionId": frozenset({"eq"})}
    expression = listing.parsed_filter(call, "UnifiedRoleAssignment", allowed)
    who = (
        [c.value for c in filters.walk(expression) if c.property.path == "principalId"]
        if expression
        else []
    )
    if not who:
        raise unsupported_query("Filtering by principalId or roleDefinitionId is required.")
    holder = roles.eligible if eligible else roles.active
    items = [
        _assignment(str(user), template)
        for user in who
        for template in sorted(holder(call.tenant, str(user)))
    ]
    return listing.documents(call, name, items, expression=expression)


def _assignment(user_id: str, template: str) -> Json:
    return {
        "id": uuid.uuid5(uuid.NAMESPACE_OID, user_id + template).hex,
        "principalId": user_id,
        "roleDefinitionId": template,
        "directoryScopeId": "/",
        "appScopeId": None,
    }


def _role(call: RouteCall, template: str) -> Json:
    return {
        "@odata.type": "#microsoft.graph.directoryRole",
        "id": str(uuid.uuid5(uuid.UUID(call.tenant.identity.tenant_id), template)),
        "deletedDateTime": None,
        "description": None,
        "displayName": roles.NAMES[template],
        "roleTemplateId": template,
    }


def _groups(call: RouteCall) -> list[Json]:
    waiting, seen = call.store.groups_of(call.caller.user_id), set[str]()
    transitive = "transitive" in call.path.lower()
    found = []
    while waiting:
        identifier = waiting.pop()
        if identifier in seen:
            continue
        seen.add(identifier)
        group = call.store.group(identifier)
        if group is not None:
            found.append({"@odata.type": "#microsoft.graph.group", **group})
        if transitive:
            waiting += call.store.groups_of(identifier)
    return sorted(found, key=lambda group: str(group["displayName"]))


def _org(call: RouteCall) -> Json:
    identity = call.tenant.identity
    plans = [] if call.tenant.faults.is_on("no-premium") else _PREMIUM
    return {
        "id": identity.tenant_id,
        "deletedDateTime": None,
        "assignedPlans": [
            {
                "assignedDateTime": "2024-01-01T00:00:00Z",
                "capabilityStatus": "Enabled",
                "service": "AADPremiumService",
                "servicePlanId": plan,
            }
            for _, plan in plans
        ],
        "businessPhones": ["+1 555 0100"],
        "city": "Austin",
        "country": "United States",
        "countryLetterCode": "US",
        "createdDateTime": "2014-05-05T10:00:00Z",
        "defaultUsageLocation": "US",
        "displayName": identity.display_name,
        "marketingNotificationEmails": [],
        "onPremisesLastSyncDateTime": None,
        "onPremisesSyncEnabled": None,
        "postalCode": "73301",
        "preferredLanguage": "en",
        "privacyProfile": None,
        "provisionedPlans": [],
        "securityComplianceNotificationMails": [],
        "securityComplianceNotificationPhones": [],
        "state": "TX",
        "street": "1 Practice Road",
        "technicalNotificationMails": [f"it@{identity.domain}"],
        "tenantType": "AAD",
        "verifiedDomains": [
            _domain(identity.domain, initial=False, default=True),
            _domain(INITIAL_DOMAIN, initial=True, default=False),
        ],
    }


def _domain(name: str, *, initial: bool, default: bool) -> Json:
    return {
        "capabilities": "Email",
        "isDefault": default,
        "isInitial": initial,
        "name": name,
        "type": "Managed",
    }


def _sku(call: RouteCall, part: str, sku_id: str, units: int, plans: list[tuple[str, str]]) -> Json:
    return {
        "id": f"{call.tenant.identity.tenant_id}_{sku_id}",
        "accountId": call.tenant.identity.tenant_id,
        "accountName": "contoso",
        "appliesTo": "User",
        "capabilityStatus": "Enabled",
        "consumedUnits": min(units, 25),
        "prepaidUnits": {"enabled": max(units, 25), "suspended": 0, "warning": 0, "lockedOut": 0},
        "servicePlans": [
            {
                "servicePlanId": plan,
                "servicePlanName": name,
                "provisioningStatus": "Success",
                "appliesTo": "User",
            }
            for name, plan in plans
        ],
        "skuId": sku_id,
        "skuPartNumber": part,
        "subscriptionIds": [],
    }
