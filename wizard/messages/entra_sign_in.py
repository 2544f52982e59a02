"""Words for refused sign-ins."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.entra_remedies import CLOCK_WRONG, SET_CLOCK, TRUST_INSPECTION, TRUST_VARIABLES
from wizard.messages.language import N_
from wizard.messages.words import Words

_RETRY = N_("Sign in again.")
_BROWSER = N_("Sign in with the browser instead of a code.")
_REPORTED = N_("The system reports: {why}.")
_CHECK_FILE = N_("Check the path and who may read the file.")
_MORE_PROOF = N_("Your organization asks for more proof ({number}).")
_WEB_ONLY = N_("The client id is registered for web applications only ({number}).")
_NO_SECRET = N_("Entra wants a secret for it, and a program on a computer cannot keep one.")
_NEW_CODE = N_("Ask for a new code.")
_USUAL_CLIENT = N_("Or go back to the usual client id.")
_HELP_DESK = N_(
    "Ask your organization's help desk, and give them {number} and the correlation id {correlation}."
)
WORDS: Mapping[str, Words] = {
    "signin_unattended": Words(
        N_("This needs a person who signs in."),
        N_("The program is signed in as the application {client}, and nobody is there to ask."),
        do=(
            N_("Grant the application the permission it lacks, or run the command signed in as a person."),
        ),
    ),
    "signin_unattended_tenant": Words(
        N_("To sign in as an application, the {name} is needed."),
        do=(N_("Set {flag}, or its environment variable {variable}."),),
    ),
    "signin_app_certificate": Words(
        N_("Entra does not accept this certificate for the application ({number})."),
        "{message}",
        do=(
            N_(
                "Upload the certificate (without its private key) under Certificates & secrets of the app "
                "registration, and check the client id and that the certificate has not expired."
            ),
        ),
    ),
    "signin_app_time": Words(
        N_("Entra refuses the sign-in because of the time in it ({number})."),
        N_("The clock of this computer is wrong, or the token of the other issuer has expired."),
        do=(N_("Check the clock, then try again with a new token."),),
    ),
    "signin_app_federation": Words(
        N_("No federated credential of the application matches this token ({number})."),
        "{message}",
        do=(
            N_(
                "Compare issuer, subject and audience under Certificates & secrets > Federated credentials with "
                "those in the message. They must be equal, including capital letters."
            ),
        ),
    ),
    "signin_app_secret": Words(
        N_("Entra does not accept this client secret ({number})."),
        N_("It is not one of the application's secrets. Often its id was copied instead of its value."),
        do=(N_("Create a new client secret and copy its value, or better, use a certificate."),),
    ),
    "signin_app_secret_expired": Words(
        N_("This client secret has expired ({number})."),
        do=(N_("Create a new one under Certificates & secrets, or better, use a certificate."),),
    ),
    "signin_app_principal": Words(
        N_("The application has no service principal in the tenant {tenant} ({number})."),
        do=(N_("Create its enterprise application there, for example by granting admin consent."),),
    ),
    "certificate_unreadable": Words(
        N_("The certificate file {file} cannot be read."),
        _REPORTED,
        do=(_CHECK_FILE,),
    ),
    "certificate_not_understood": Words(
        N_("{file} is not a certificate with its private key."),
        N_("It must be a PEM file with both, or a PFX file. A PFX file may need its password."),
        do=(N_("Export the certificate together with its private key."),),
    ),
    "certificate_passphrase_missing": Words(
        N_("The private key in {file} is protected with a password."),
        do=(N_("Send the password on standard input with --certificate-password-stdin."),),
    ),
    "certificate_passphrase_wrong": Words(
        N_("The password does not open {file}, or the file is damaged."),
        do=(N_("Check the password."),),
    ),
    "certificate_key_not_rsa": Words(
        N_("The private key in {file} is not an RSA key."),
        N_("Entra accepts RSA keys for signing in."),
        do=(N_("Create a certificate with an RSA key of 2048 bits or more."),),
    ),
    "certificate_key_foreign": Words(
        N_("The private key and the certificate in {file} do not belong together."),
        do=(N_("Export the certificate together with its own private key."),),
    ),
    "certificate_expired": Words(
        N_("The certificate in {file} expired on {until}."),
        do=(N_("Create a new certificate, upload it to the app registration, then use its file."),),
    ),
    "federated_environment": Words(
        N_("The environment has no variable {name}."),
        N_("The source “{source}” puts the token, or where it is, into it."),
        do=(
            N_(
                "For GitHub Actions, give the job the permission id-token: write. For Azure, enable workload "
                "identity for the pod, or name the file with --federated-token-file."
            ),
        ),
    ),
    "federated_token_unreadable": Words(
        N_("The token file {file} cannot be read."),
        _REPORTED,
        do=(_CHECK_FILE,),
    ),
    "federated_token_empty": Words(
        N_("The token file {file} is empty."),
        do=(N_("Check that the issuer writes a token into it."),),
    ),
    "federated_token_refused": Words(
        N_("GitHub did not issue a token for this job."),
        N_("The request failed: {why}"),
        do=(N_("Give the job the permission id-token: write, and try again."),),
    ),
    "client_secret_missing": Words(
        N_("There is no client secret to sign in with."),
        N_("Standard input was empty, or the keyring has no secret for the client id {client}."),
        do=(
            N_(
                "Send the secret as the first line of standard input with --client-secret stdin; add "
                "--keep-client-secret to keep it in the keyring."
            ),
        ),
    ),
    "signin_interaction_needed": Words(
        N_("Please sign in."),
        N_("There is no sign-in that can be renewed without you."),
        do=(N_("Use Sign in; the browser will open."),),
    ),
    "signin_consent_needed": Words(
        N_("Nobody has agreed to these permissions yet ({number})."),
        N_("Entra grants them to this program only after you or an administrator agreed."),
        do=(
            N_("Sign in with the browser and agree on the page that asks."),
            N_("If the page does not let you agree, send the consent request to an administrator."),
        ),
    ),
    "signin_consent_declined": Words(
        N_("The permissions were declined ({number})."),
        N_("Without them this step cannot be done; nothing was changed."),
        do=(N_("Sign in again and agree, or go on with reading only."),),
    ),
    "signin_admin_approval": Words(
        N_("An administrator has to approve these permissions ({number})."),
        N_("Your organization does not let you agree to them yourself."),
        do=(
            N_(
                "Ask a Privileged Role Administrator to agree for the organization; the request can be copied."
            ),
            N_("Or use a client id that your organization has approved."),
        ),
    ),
    "signin_more_proof": Words(
        _MORE_PROOF,
        N_("For example a second factor, or a newer sign-in."),
        do=(N_("Sign in with the browser; it will ask for what is missing."),),
        variants={
            ("flow", "browser"): Words(
                _MORE_PROOF,
                N_("The sign-in ended before that was given. {message}"),
                do=(N_("Sign in again, and complete every step that the page asks for."), _HELP_DESK),
            )
        },
    ),
    "signin_account_disabled": Words(
        N_("This account is disabled ({number})."),
        N_("Entra does not let disabled accounts sign in."),
        do=(N_("Use another account, or have this one enabled."),),
    ),
    "signin_account_locked": Words(
        N_("This account is locked for the moment ({number})."),
        N_(
            "Too many sign-ins with a wrong password, or from a risky address, lock an account for a while."
        ),
        do=(N_("Wait and try again, or have the lock removed."),),
    ),
    "signin_password_expired": Words(
        N_("The password of this account has expired ({number})."),
        N_("Entra wants a new one first."),
        do=(N_("Change the password on the sign-in page or in My account, then sign in again."),),
    ),
    "signin_wrong_password": Words(
        N_("User name or password were wrong ({number})."),
        N_("The sign-in page did not accept them."),
        do=(_RETRY,),
    ),
    "signin_wrong_tenant": Words(
        N_("This account does not belong to the tenant {tenant} ({number})."),
        N_("It is neither a member nor an invited guest there."),
        do=(
            N_("Sign in with an account of that tenant."),
            N_("Or correct the tenant in Before you begin."),
        ),
    ),
    "signin_tenant_unknown": Words(
        N_("Entra does not know the tenant {tenant}."),
        N_("The sign-in service has no settings under that name in this cloud. {message}"),
        do=(N_("Check the tenant id or domain, and the cloud."),),
    ),
    "signin_client_unknown": Words(
        N_("Entra does not know this client id in the tenant {tenant} ({number})."),
        N_("The application registration is in another tenant or cloud, or the id has a typing mistake."),
        do=(N_("Check the client id, or return to the usual one."),),
    ),
    "signin_client_disabled": Words(
        N_("Your organization has disabled the application used for signing in ({number})."),
        N_("It exists in the tenant but nobody may sign in with it."),
        do=(N_("Have it enabled, or use a client id of your own."),),
    ),
    "signin_not_assigned": Words(
        N_("Your account is not assigned to the application used for signing in ({number})."),
        N_("Your organization requires an assignment for it."),
        do=(N_("Ask to be assigned, or use a client id of your own."),),
    ),
    "signin_redirect_refused": Words(
        N_("The client id does not allow signing in from this program ({number})."),
        N_("Its registration lacks the address http://localhost for mobile and desktop applications."),
        do=(N_("Add that redirect address to the registration, or return to the usual client id."),),
    ),
    "signin_device_not_compliant": Words(
        N_("Your organization allows this only from a managed device ({number})."),
        N_("A Conditional Access rule asks for a registered or compliant device."),
        do=(N_("Sign in from such a device, with the browser that is known to it."), _HELP_DESK),
    ),
    "signin_conditional_access": Words(
        N_("A Conditional Access rule blocks this sign-in ({number})."),
        N_("It may concern the place, the device, the application or the way of signing in. {message}"),
        do=(_HELP_DESK,),
        variants={
            ("number", "AADSTS530035"): Words(
                N_("The security defaults of your organization block this sign-in ({number})."),
                "{message}",
                do=(_HELP_DESK,),
            )
        },
    ),
    "signin_tenant_restricted": Words(
        N_("Your network does not allow signing in to this tenant ({number})."),
        N_("A tenant restriction is set, usually by a proxy. {message}"),
        do=(
            N_("Ask the people who run your network to allow the tenant {tenant}."),
            N_("Or sign in from another network."),
        ),
    ),
    "signin_public_client": Words(
        _WEB_ONLY,
        _NO_SECRET,
        do=(
            N_("In the app registration, open Authentication and set Allow public client flows to Yes."),
            _USUAL_CLIENT,
        ),
        variants={
            ("flow", "browser"): Words(
                _WEB_ONLY,
                _NO_SECRET,
                do=(
                    N_(
                        "In the app registration, open Authentication and add http://localhost under Mobile and "
                        "desktop applications instead of Web."
                    ),
                    N_("Also set Allow public client flows to Yes there."),
                    _USUAL_CLIENT,
                ),
            )
        },
    ),
    "signin_redirect_platform": Words(
        N_("The client id's redirect URI is registered for the wrong platform ({number})."),
        N_("http://localhost is listed under Single-page application or Web, so Entra refuses the code."),
        do=(
            N_(
                "In the app registration, open Authentication, remove http://localhost there, and add it "
                "under Mobile and desktop applications."
            ),
            _USUAL_CLIENT,
        ),
    ),
    "signin_single_tenant": Words(
        N_("The client id works in its own tenant only ({number})."),
        N_("Its registration supports accounts in one organization, but no tenant was named."),
        do=(
            N_("Enter the id or domain of the tenant that owns the registration."),
            N_(
                "Or set Supported account types of the registration to accounts in any organizational directory."
            ),
        ),
    ),
    "signin_request_invalid": Words(
        N_("Entra does not accept the sign-in request ({number})."),
        "{message}",
        do=(
            N_(
                "Check the client id's API permissions in its app registration, or use the usual client id."
            ),
            _HELP_DESK,
        ),
    ),
    "signin_loop": Words(
        N_("Entra stopped repeated sign-in requests ({number})."),
        N_("The same request was sent many times within a short time."),
        do=(N_("Wait ten minutes, then sign in again."), _HELP_DESK),
    ),
    "signin_device_code_blocked": Words(
        N_("Your organization does not allow signing in with a code ({number})."),
        N_("Many organizations block it, because such codes are used for fraud."),
        do=(_BROWSER,),
    ),
    "signin_code_expired": Words(
        N_("The code is no longer valid."),
        N_("It was not entered in time."),
        do=(_NEW_CODE, _BROWSER),
        variants={
            ("number", "AADSTS70018"): Words(
                N_("The code was wrong ({number})."),
                N_("Another code than the shown one was typed."),
                do=(_NEW_CODE, _BROWSER),
            )
        },
    ),
    "signin_cancelled": Words(
        N_("The sign-in was canceled."),
        N_("The page was closed or left with Cancel; nothing was changed."),
        do=(_RETRY,),
    ),
    "signin_timeout": Words(
        N_("Nobody signed in within {minutes} minutes."),
        N_("The browser page may have been closed or is hidden behind other windows."),
        do=(_RETRY,),
    ),
    "signin_no_browser": Words(
        N_("No browser could be opened."),
        N_("The system has no browser registered that this program may start."),
        do=(
            N_("Copy the sign-in address and open it in a browser on this computer."),
            N_("Or sign in with a code on another device."),
        ),
    ),
    "signin_unreachable": Words(
        N_("The sign-in service {host} could not be reached."),
        N_("No connection came about: {error}"),
        do=(N_("Check that this computer is online and that the proxy lets it through to that address."),),
    ),
    "signin_tls": Words(
        N_("The connection to the sign-in service {host} is not trusted."),
        N_("Its certificate does not lead to an authority this computer trusts: {error}"),
        do=(TRUST_INSPECTION, TRUST_VARIABLES),
    ),
    "signin_clock": Words(
        CLOCK_WRONG,
        N_(
            "It says {clock}; it is {there} according to {clock_of}. Sign-in and certificates depend on the time."
        ),
        do=(SET_CLOCK, _RETRY),
        variants={
            ("there", ""): Words(
                N_("This computer's clock may be wrong ({number})."),
                N_("Entra says that what was sent is not valid at this time: {message}"),
                do=(SET_CLOCK, _RETRY),
            )
        },
    ),
    "signin_unavailable": Words(
        N_("The sign-in service has a passing fault."),
        "{message}",
        do=(N_("Wait a minute and sign in again."),),
    ),
    "signin_answer_unreadable": Words(
        N_("The answer of the sign-in service {host} cannot be read."),
        N_("It was cut off or changed on its way, for example by a proxy that inspects encrypted traffic."),
        do=(_RETRY, TRUST_INSPECTION),
    ),
    "signin_refused": Words(
        N_("Entra refused the sign-in ({number})."), "{message}", do=(_RETRY, _HELP_DESK)
    ),
}
