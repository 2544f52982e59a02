"""Remedies that several problems with Entra share."""

from __future__ import annotations

from wizard.messages.language import N_

AGAIN = N_("Try again in a few minutes.")
LOOK = N_("Refresh this step first: it shows whether the change is there.")
DETAILS = N_("Copy the details and report them.")
ACTIVATE = N_(
    "If the role is only eligible for you, activate it under My roles in Privileged Identity Management, then sign in again."
)
ASK_ROLE = N_("Otherwise ask for Application Administrator or Cloud Application Administrator.")
TRUST_INSPECTION = N_(
    "If your network inspects encrypted traffic, its authority has to be in the system's trust store."
)
TRUST_VARIABLES = N_(
    "On Linux, this program reads the variables SSL_CERT_FILE and SSL_CERT_DIR, not REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE."
)
SET_CLOCK = N_("Set this computer's date, time and time zone, best automatically.")
CLOCK_WRONG = N_("This computer's clock is wrong.")
