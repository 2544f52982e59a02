"""Remedies that several causes of the connection test share."""

from __future__ import annotations

from wizard.messages.language import N_

TELL_PLAYVOX = N_("Send Playvox support this report; it holds everything they need and no key.")
TELL_IT = N_("Show this report to the people who run your network.")
TRY_LATER = N_("Wait some minutes and run the test again.")
CHECK_SUBDOMAIN = N_("Compare the part before .playvox.com with the address you sign in at.")
SERVICE_TAG = N_("Where addresses are filtered, allow Microsoft's service tag AzureActiveDirectory.")
NEW_KEY = N_("If it was revoked or belongs to another Playvox, create a new one in Settings > API Keys.")
COPY_KEY = N_(
    "Copy the BASE64 KEY again: Settings > API Keys, then Details (the magnifier) beside the key."
)
CHECK_PORT = N_("If the address has a port number, check it.")
CHECK_CLOCK = N_("Check this computer's date and time.")
USE_SCIM_URL = N_("Use https://yourcompany.playvox.com/scim/v1 as the Tenant URL.")
ASK_WHETHER_SCIM = N_("Ask Playvox whether SCIM is included and switched on.")
ONLY_MAKER = N_("Only the server's maker can correct this.")
NOTHING_NOW = N_("Nothing needs doing now; tell the server's maker.")
