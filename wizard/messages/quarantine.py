"""Why provisioning is in quarantine: one sentence for each cause, and the short form for cards.

Causes are the connection test's (`wizard.connection.CAUSES`) and those of the provisioning service
(Graph docs: quarantineReason).
"""

from __future__ import annotations

from wizard.messages.language import N_, text_for

TOO_MANY_DELETIONS = "too_many_deletions"
TOO_MANY_FAILURES = "too_many_failures"
CONNECTION = "connection_fails"
SET_BY_MICROSOFT = "set_by_microsoft"
UNKNOWN = "unknown"

SENTENCES = {
    "key_rejected": N_(
        "Provisioning has been in quarantine since {since} because Playvox rejects the key."
    ),
    "key_not_permitted": N_(
        "Provisioning has been in quarantine since {since} because the key's owner lacks a permission in Playvox."
    ),
    "blocked_by_waf": N_(
        "Provisioning has been in quarantine since {since} because a web firewall blocks Microsoft's requests."
    ),
    "path_not_found": N_(
        "Provisioning has been in quarantine since {since} because nothing is at the saved Tenant URL."
    ),
    "entra_unreachable_only": N_(
        "Provisioning has been in quarantine since {since} because Microsoft's service cannot reach Playvox."
    ),
    "dns_not_found": N_(
        "Provisioning has been in quarantine since {since} because the name in the Tenant URL is unknown."
    ),
    "tls_untrusted": N_(
        "Provisioning has been in quarantine since {since} because the encryption with Playvox fails."
    ),
    "http_timeout": N_(
        "Provisioning has been in quarantine since {since} because Playvox does not answer in time."
    ),
    "maintenance": N_(
        "Provisioning has been in quarantine since {since} because Playvox answers that it is under maintenance."
    ),
    "server_error": N_(
        "Provisioning has been in quarantine since {since} because Playvox answers with an error of its own."
    ),
    "throttled": N_(
        "Provisioning has been in quarantine since {since} because Playvox gets too many requests."
    ),
    "groups_missing": N_(
        "Provisioning has been in quarantine since {since} because groups are mapped and Playvox has no groups."
    ),
    "filter_rejected": N_(
        "Provisioning has been in quarantine since {since} because Playvox refuses the search for a person."
    ),
    CONNECTION: N_(
        "Provisioning has been in quarantine since {since} because Microsoft's service cannot connect to Playvox."
    ),
    TOO_MANY_DELETIONS: N_(
        "Provisioning has been in quarantine since {since} because more people would be deactivated than the "
        "accidental-deletion guard allows."
    ),
    TOO_MANY_FAILURES: N_(
        "Provisioning has been in quarantine since {since} because too many people could not be provisioned."
    ),
    SET_BY_MICROSOFT: N_(
        "Provisioning has been in quarantine since {since} because Microsoft put it there."
    ),
    UNKNOWN: N_(
        "Provisioning has been in quarantine since {since}; the cause is not one this program knows."
    ),
}


def quarantine_sentence(cause: str, since: str) -> str:
    """Why provisioning is in quarantine, and since when; other causes of the test are a connection's."""
    return text_for(SENTENCES, cause if cause in SENTENCES else CONNECTION).format(since=since)
