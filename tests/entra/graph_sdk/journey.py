"""The entire setup with Microsoft's own client: azure-identity signs in, msgraph-sdk calls.

Runs inside the environment of `requirements/graph-sdk.lock` and imports nothing from the product. Reads the
practice tenant's address and the key as one JSON object from stdin; prints its results as one JSON object.
"""

from __future__ import annotations

import asyncio
import json
import ssl
import sys
from urllib.parse import urlsplit

import httpx
from azure.identity import DeviceCodeCredential
from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_abstractions.method import Method
from kiota_abstractions.request_information import RequestInformation
from kiota_authentication_azure.azure_identity_authentication_provider import (
    AzureIdentityAuthenticationProvider,
)
from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph.generated.application_templates.application_templates_request_builder import (
    ApplicationTemplatesRequestBuilder,
)
from msgraph.generated.application_templates.item.instantiate.instantiate_post_request_body import (
    InstantiatePostRequestBody,
)
from msgraph.generated.audit_logs.provisioning.provisioning_request_builder import (
    ProvisioningRequestBuilder,
)
from msgraph.generated.groups.groups_request_builder import GroupsRequestBuilder
from msgraph.generated.models.app_role_assignment import AppRoleAssignment
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.models.provisioning_object_summary import ProvisioningObjectSummary
from msgraph.generated.models.synchronization_job import SynchronizationJob
from msgraph.generated.models.synchronization_schema import SynchronizationSchema
from msgraph.generated.models.synchronization_secret import SynchronizationSecret
from msgraph.generated.models.synchronization_secret_key_string_value_pair import (
    SynchronizationSecretKeyStringValuePair,
)
from msgraph.generated.service_principals.item.synchronization.jobs.item.validate_credentials import (
    validate_credentials_post_request_body as validation,
)
from msgraph.generated.service_principals.item.synchronization.secrets.secrets_put_request_body import (
    SecretsPutRequestBody,
)
from msgraph.graph_request_adapter import options
from msgraph_core import GraphClientFactory, PageIterator

SCOPE = "https://graph.microsoft.com/.default"
TRIES = 400


def pair(key: str, value: str) -> SynchronizationSecretKeyStringValuePair:
    return SynchronizationSecretKeyStringValuePair(key=SynchronizationSecret(key), value=value)


def targets(schema: SynchronizationSchema) -> list[str]:
    (rule, *_) = schema.synchronization_rules
    return [each.target_attribute_name for each in rule.object_mappings[0].attribute_mappings]


async def until(call, good=lambda _answer: True):
    """Repeat a call that new objects may refuse for a moment; in the end raise the last refusal."""
    refused = None
    for _attempt in range(TRIES):
        try:
            answer = await call()
        except ODataError as error:
            if error.response_status_code not in {403, 404, 409}:
                raise
            refused = error
        else:
            refused = None
            if good(answer):
                return answer
        await asyncio.sleep(0.05)
    raise refused or TimeoutError("it never came to be")


class Journey:
    def __init__(self, line: dict[str, str]) -> None:
        self.line = line
        self.seen: dict[str, object] = {}
        authority = urlsplit(line["authority"])
        self.credential = DeviceCodeCredential(
            client_id=line["client_id"],
            tenant_id=authority.path.strip("/"),
            authority=f"https://{authority.netloc}",
            disable_instance_discovery=True,
            prompt_callback=self.approve,
            connection_verify=line["ca_file"],
        )
        provider = AzureIdentityAuthenticationProvider(
            self.credential, scopes=[SCOPE], allowed_hosts=["localhost"]
        )
        client = httpx.AsyncClient(verify=ssl.create_default_context(cafile=line["ca_file"]), timeout=30)
        self.http = GraphClientFactory.create_with_default_middleware(client=client, options=options)
        self.adapter = GraphRequestAdapter(provider, client=self.http)
        self.adapter.base_url = f"{line['graph']}/v1.0"
        self.graph = GraphServiceClient(request_adapter=self.adapter)

    def approve(self, address: str, code: str, _expires: object) -> None:
        """Approve the sign-in on the other device."""
        answer = httpx.post(
            address,
            data={"user_code": code, "account": self.line["account"]},
            verify=ssl.create_default_context(cafile=self.line["ca_file"]),
        )
        answer.raise_for_status()
        self.seen["device_codes"] = int(self.seen.get("device_codes", 0)) + 1

    async def run(self) -> dict[str, object]:
        self.seen["me"] = (await self.graph.me.get()).user_principal_name
        await self.application()
        await self.people()
        await self.job()
        await self.secrets()
        await self.mappings()
        await self.on()
        await self.logs()
        await self.off()
        await self.http.aclose()
        self.credential.close()
        return self.seen

    async def application(self) -> None:
        wanted = ApplicationTemplatesRequestBuilder.ApplicationTemplatesRequestBuilderGetQueryParameters(
            filter="displayName eq 'Playvox'"
        )
        found = await self.graph.application_templates.get(RequestConfiguration(query_parameters=wanted))
        (template,) = found.value
        made = await self.graph.application_templates.by_application_template_id(
            template.id
        ).instantiate.post(InstantiatePostRequestBody(display_name="Playvox by SDK"))
        self.seen["principal"] = made.service_principal.id
        self.seen["application"] = made.application.id
        self.principal = self.graph.service_principals.by_service_principal_id(made.service_principal.id)
        self.found = await until(self.principal.get)
        self.sync = self.principal.synchronization

    async def people(self) -> None:
        roles = [role for role in self.found.app_roles if role.is_enabled]
        role = next(role for role in roles if "User" in role.allowed_member_types)
        parameters = GroupsRequestBuilder.GroupsRequestBuilderGetQueryParameters(
            filter="displayName eq '{}'".format(self.line["group"].replace("'", "''"))
        )
        groups = await self.graph.groups.get(RequestConfiguration(query_parameters=parameters))
        person = await self.graph.users.by_user_id(self.line["person"]).get()
        for who in (person, groups.value[0]):
            body = AppRoleAssignment(
                principal_id=who.id, resource_id=self.seen["principal"], app_role_id=role.id
            )
            await self.principal.app_role_assigned_to.post(body)
        assigned = await until(
            self.principal.app_role_assigned_to.get, lambda answer: len(answer.value) == 2
        )
        self.seen["assigned"] = sorted(str(each.principal_id) for each in assigned.value)
        self.seen["wanted"] = sorted((person.id, groups.value[0].id))
        self.seen["role"] = str(role.id)
        names: list[str] = []
        pages = PageIterator(await self.graph.users.get(), self.adapter)
        await pages.iterate(lambda user: names.append(user.user_principal_name) is None)
        self.seen["people"] = len(set(names))

    async def job(self) -> None:
        templates = await until(self.sync.templates.get, lambda answer: bool(answer.value))
        template = next((each for each in templates.value if each.default), templates.value[0])
        made = await until(lambda: self.sync.jobs.post(SynchronizationJob(template_id=template.id)))
        self.one = self.sync.jobs.by_synchronization_job_id(made.id)
        job = await until(self.one.get)
        self.seen["job"], self.seen["state_before"] = job.id, job.schedule.state.value

    async def secrets(self) -> None:
        settings = json.dumps({"Enabled": True, "DeleteThresholdEnabled": True, "DeleteThresholdValue": 5})
        values = {
            "BaseAddress": self.line["scim"],
            "SecretToken": self.line["key"],
            "SyncAll": "false",
            "SyncNotificationSettings": settings,
        }
        pairs = [pair(key, value) for key, value in values.items()]
        wrong = [*pairs[:1], pair("SecretToken", "bm90OnRoZS1rZXk=")]
        body = validation.ValidateCredentialsPostRequestBody
        try:
            await self.one.validate_credentials.post(body(credentials=wrong))
        except ODataError as refused:
            self.seen["wrong_key"] = refused.error.code
        await self.one.validate_credentials.post(body(credentials=pairs))
        await self.sync.secrets.put(SecretsPutRequestBody(value=pairs))
        await self.one.validate_credentials.post(body(use_saved_credentials=True))

    async def mappings(self) -> None:
        schema = await self.one.schema.get()
        mapping = schema.synchronization_rules[0].object_mappings[0]
        self.seen["mapped_before"] = len(mapping.attribute_mappings)
        mapping.attribute_mappings = [
            each for each in mapping.attribute_mappings if each.target_attribute_name != "name.formatted"
        ]
        self.seen["mapped"] = targets(schema)
        # The client reads these flags as a list and then does not write them: nothing would be provisioned.
        mapping.additional_data["flowTypes"] = ",".join(each.value for each in mapping.flow_types)
        try:  # generated, although the service supports only PUT
            await self.one.schema.patch(schema)
        except ODataError as refused:
            self.seen["patch"] = refused.response_status_code
        put = RequestInformation(Method.PUT, self.one.schema.url_template, self.one.schema.path_parameters)
        put.headers.try_add("Accept", "application/json")
        put.set_content_from_parsable(self.adapter, "application/json", schema)
        await self.adapter.send_no_response_content_async(put, {"XXX": ODataError})
        again = await until(self.one.schema.get, lambda schema: targets(schema) == self.seen["mapped"])
        self.seen["mapped_after"] = targets(again)

    async def on(self) -> None:
        await self.one.start.post()
        done = await until(
            self.one.get,
            lambda job: job.status.last_execution and job.status.last_execution.state.value == "Succeeded",
        )
        self.seen["exported"] = done.status.last_execution.count_exported
        self.seen["state_on"] = done.schedule.state.value
        self.seen["status_on"] = done.status.code.value
        self.seen["progress"] = [each.units for each in done.status.progress]

    async def logs(self) -> None:
        parameters = ProvisioningRequestBuilder.ProvisioningRequestBuilderGetQueryParameters(
            filter=f"jobId eq '{self.seen['job']}'"
        )
        configuration = RequestConfiguration(query_parameters=parameters)
        answer = await until(
            lambda: self.graph.audit_logs.provisioning.get(configuration), lambda answer: bool(answer.value)
        )
        events: list[ProvisioningObjectSummary] = []
        await PageIterator(answer, self.adapter).iterate(lambda event: events.append(event) is None)
        created = [each for each in events if each.provisioning_action.value == "create"]
        for action in ("create", "update"):
            self.seen[action] = sorted(
                {
                    each.source_identity.id
                    for each in events
                    if each.provisioning_action.value == action
                    and each.provisioning_status_info.status.value == "success"
                }
            )
        self.seen["outcomes"] = sorted({each.provisioning_status_info.status.value for each in events})
        self.seen["steps"] = sorted(
            {str(step.name) for each in created for step in each.provisioning_steps}
        )

    async def off(self) -> None:
        await self.one.pause.post()
        job = await until(self.one.get, lambda job: job.schedule.state.value == "Disabled")
        self.seen["state_after"], self.seen["status_after"] = (
            job.schedule.state.value,
            job.status.code.value,
        )


def main() -> None:
    print(json.dumps(asyncio.run(Journey(json.load(sys.stdin)).run())))


if __name__ == "__main__":
    main()
