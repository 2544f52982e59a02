"""Remedies that several causes of the connection test share."""

from __future__ import annotations

from wizard.messages.language import N_
from wizard.messages.words import FactWords

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
MATCH_BY_USER_NAME = N_(
    "Match people by userName: it is the only attribute Playvox documents for searching."
)
UNFILTERED_PATH = N_("Ask for the SCIM address to be exempted from blocking.")
WAIT_WITH_TURNING_ON = N_("Do not turn provisioning on before this is explained.")
ASK_ABOUT_ADDRESSES = N_("Ask Playvox whether access is limited to certain addresses.")
PUBLIC_CERTIFICATE = N_("The server needs a certificate of a public authority.")
SEND_CHAIN = N_("The server has to send its whole chain.")
TURN_ON_TLS = N_("TLS 1.2 has to be switched on at the server.")
NOT_TRUSTED_BY_MICROSOFT = N_("Microsoft's service does not trust the server's certificate.")
ASK_ABOUT_PLAN = N_("Ask Playvox whether your plan includes API access and SCIM.")
TEST_ELSEWHERE = N_("Run the test from another network, or from Microsoft's side.")
SAID = FactWords({"": "", "–": ""}, otherwise=N_("The server says: {detail}"))
