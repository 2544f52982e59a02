"""The fields that a job's template asks for, in the spelling of saved settings."""

from __future__ import annotations

import json

import pytest

from wizard.entra.jobs import JobTemplate
from wizard.entra.template_fields import TemplateField, read_fields
from wizard.entra.values import read

USUAL = [{"name": "baseaddress"}, {"name": "secrettoken", "secret": True}]


def template(fields: object) -> JobTemplate:
    metadata = [{"key": "configurationFields", "value": json.dumps(fields)}]
    return read(JobTemplate, {"id": "playvox", "metadata": metadata})


def test_the_usual_fields_leave_nothing_to_ask() -> None:
    found = template(USUAL)
    assert found.takes_playvox
    assert found.further_fields == ()


def test_further_fields_have_the_names_of_saved_settings() -> None:
    found = template([*USUAL, {"name": "companyid"}, {"name": "appkey", "secret": True}])
    assert found.further_fields == (
        TemplateField("CompanyId", "Company id", secret=False, required=True),
        TemplateField("AppKey", "App key", secret=True, required=True),
    )


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"name": "region"}, TemplateField("region", "Region")),
        ({"name": "domain", "required": False}, TemplateField("Domain", "Domain", required=False)),
        ({"name": "domain", "optional": True}, TemplateField("Domain", "Domain", required=False)),
        ({"name": "url", "displayName": "Instance"}, TemplateField("Url", "Instance")),
        ({"name": "password"}, TemplateField("Password", "Password", secret=True)),
        ({"name": "apiKey"}, TemplateField("apiKey", "Api key", secret=True)),
        ({"name": "tokenkey", "secret": False}, TemplateField("TokenKey", "Token key")),
    ],
)
def test_members_of_a_field(row: dict[str, object], field: TemplateField) -> None:
    assert template([*USUAL, row]).further_fields == (field,)


@pytest.mark.parametrize(
    "text", ["", "null", "{}", "[1, null, {}]", '[{"name": 5}]', '[{"name": ""}]', "[" * 9999]
)
def test_what_is_no_list_of_fields(text: str) -> None:
    assert read_fields(text) == ()


def test_a_template_for_other_credentials_has_no_further_fields() -> None:
    found = template([{"name": "baseaddress"}, {"name": "clientid"}, {"name": "clientsecret"}])
    assert found.further_fields == ()
    assert found.takes_client_credentials
