"""Words about the Tenant URL, the key and Playvox's accounts."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.language import N_
from wizard.messages.words import FactWords, Words

_WHERE_TO_FIND = N_(
    "Copy the address from the browser while you are signed in to Playvox; the part before .playvox.com is all that is needed."
)
_WHERE_KEY = N_(
    "In Playvox, open Settings > API Keys, choose the magnifier (Details) beside your key and copy the value named BASE64 KEY."
)
_ADDRESS_FAULTS: Mapping[str, str] = {
    "empty": N_("Nothing was entered."),
    "too_long": N_("The text is far longer than any address."),
    "blank_inside": N_("There is a space inside it; addresses have none."),
    "user_info": N_(
        "It contains a user name or password (the part before @), which does not belong in an address."
    ),
    "port": N_("Its port number is not possible."),
    "host": N_("The name of the server in it is not a possible name."),
    "placeholder": N_(
        "It is an example: a placeholder stands where your company's own name in front of playvox.com belongs."
    ),
    "no_tenant": N_(
        "It is an address of Playvox itself; your company's own name in front of playvox.com is missing."
    ),
    "key_inside": N_(
        "A key was pasted into it. The address is not used and not stored; the key belongs in its own field."
    ),
    "path": N_("The part behind the server's name contains characters that addresses cannot have."),
}
_KEY_NOT_SENT = N_("The key was not sent: {host} is not a Playvox host.")
_KEY_FAULTS: Mapping[str, str] = {
    "url": N_("It is an address. The address and the key may have changed places."),
    "id_and_key": N_(
        "It looks like a user ID and an API key with a colon between. Playvox shows the same pair once more in encoded form, and that one is needed."
    ),
    "double_base64": N_("It looks encoded twice."),
    "password": N_("It looks more like a password than like an encoded key."),
    "jwt": N_("It looks like a sign-in token. Those end after minutes or hours."),
    "short": N_("It is very short; perhaps only a part was copied."),
    "not_ascii": N_("It contains letters that encoded keys never have."),
}
_KEY_CHANGES: Mapping[str, str] = {
    "blanks": N_("spaces"),
    "line_breaks": N_("line breaks"),
    "invisible": N_("invisible characters"),
    "quotes": N_("quotation marks"),
    "bearer": N_("the word Bearer"),
    "basic": N_("the word Basic"),
    "label": N_("the field's name"),
    "text": N_("other text around the key"),
    "command": N_("the command around it"),
    "json": N_("the JSON around it"),
}
_IF_SURE = N_("Only if you are sure that {host} belongs to your company or to Playvox: {surface}.")
_CONFIRM = FactWords(
    {
        "command_line": N_("confirm it with --send-key-to {host}"),
        "docs": N_("confirm it in the window, or with --send-key-to {host}"),
    },
    otherwise=N_("confirm it on this page"),
)
"""How a host is confirmed where this is read."""
WORDS: Mapping[str, Words] = {
    "address_invalid": Words(
        N_("This is not a Tenant URL."),
        "{why}",
        do=(
            _WHERE_TO_FIND,
            N_("The finished address has the form https://yourcompany.playvox.com/scim/v1."),
        ),
        facts={"why": FactWords(_ADDRESS_FAULTS, otherwise=N_("It cannot be read as an address."))},
    ),
    "address_not_https": Words(
        N_("The address must begin with https://."),
        N_(
            "With {scheme}:// the key would travel readable for everybody on the way, so it is not sent; Microsoft's service asks for https too."
        ),
        do=(N_("Enter the address again, beginning with https://."),),
    ),
    "address_private": Words(
        N_("This address exists only inside your network."),
        N_(
            "{host} is a private address. Microsoft's service connects from the internet and cannot reach it, whatever this computer can do."
        ),
        do=(
            _WHERE_TO_FIND,
            N_(
                "If your own name server gives out an internal address for Playvox, compare with a lookup from outside."
            ),
        ),
        variants={
            ("why", "loopback"): Words(
                N_("This address leads back to this computer."),
                N_(
                    "{host} means “this very computer” on every computer, so Microsoft's service can never reach your Playvox by it."
                ),
                do=(
                    _WHERE_TO_FIND,
                    N_("For a laboratory on this computer, run the test command with --allow-loopback."),
                ),
            ),
            ("key_sent", "no"): Words(
                N_("This address exists only inside your network, so the key was not sent."),
                N_(
                    "{host} is a private address and not a Playvox host. Microsoft's service connects from the internet and cannot reach it."
                ),
                do=(
                    _WHERE_TO_FIND,
                    N_("To test {host} with the key all the same: {surface}."),
                ),
                facts={"surface": _CONFIRM},
            ),
        },
    ),
    "address_path_unusual": Words(
        N_("The address does not end in /scim/v1."),
        N_(
            "Playvox publishes its SCIM service under /scim/v1; this one says {path}. It is tested as it stands."
        ),
        do=(N_("Unless Playvox gave you this address, use https://yourcompany.playvox.com/scim/v1."),),
    ),
    "host_unusual": Words(
        _KEY_NOT_SENT,
        N_(
            "Playvox answers at names that end in .playvox.com. The owner of {host} could read and change every account with the key, so everything was tested except what needs the key."
        ),
        do=(
            _WHERE_TO_FIND,
            _IF_SURE,
        ),
        facts={"surface": _CONFIRM},
        variants={
            ("key_sent", "yes"): Words(
                N_("The key was sent to {host}, which is not a Playvox host."),
                N_("You confirmed this host. Playvox itself answers at names that end in .playvox.com."),
                do=(
                    N_(
                        "If this was a mistake, delete the key in Playvox under Settings > API Keys and create a new one."
                    ),
                    _WHERE_TO_FIND,
                ),
            )
        },
    ),
    "host_unconfirmed": Words(
        _KEY_NOT_SENT,
        N_(
            "Playvox answers at names that end in .playvox.com. The owner of {host} could read and change every account with the key."
        ),
        do=(
            _WHERE_TO_FIND,
            _IF_SURE,
        ),
        facts={"surface": _CONFIRM},
    ),
    "key_empty": Words(
        N_("There is no key."),
        N_("Nothing was left after spaces and quotation marks were taken away."),
        do=(_WHERE_KEY,),
        variants={
            ("given", "False"): Words(
                N_("The connection was tested without a key."),
                N_(
                    "Name, network and encryption could be checked; whether Playvox accepts the key could not."
                ),
                do=(N_("Give the key as well to test everything."), _WHERE_KEY),
            )
        },
    ),
    "key_malformed": Words(
        N_("The key does not look like a Base64 key."),
        N_("{why} The form of keys is not documented, so it is tested all the same."),
        do=(_WHERE_KEY,),
        facts={
            "why": FactWords(
                _KEY_FAULTS,
                otherwise=N_(
                    "It contains characters that encoded keys do not have, or its end is missing."
                ),
            )
        },
        variants={
            ("why", "too_long"): Words(
                N_("This cannot be a key."),
                N_("It is far longer than any key; perhaps a whole document was pasted."),
                do=(_WHERE_KEY,),
            )
        },
    ),
    "key_hygiene": Words(
        N_("The pasted key was tidied up before use."),
        N_("Something around or inside it did not belong to it: {changed}."),
        do=(N_("When you enter the key in Microsoft's portal by hand, paste it without these."),),
        facts={"changed": FactWords(_KEY_CHANGES)},
    ),
    "duplicate_accounts": Words(
        N_("Playvox has {count} accounts with the user name {user}."),
        N_("A user name should belong to one account; provisioning could change the wrong one."),
        do=(N_("Remove or rename the extra accounts in Playvox, or ask Playvox support to."),),
    ),
    "account_without_id": Words(
        N_("Playvox returned an account without an id for {user}."),
        N_("Every later request about an account contains its id, so provisioning cannot change this one."),
        do=(N_("Ask Playvox support to repair the account."),),
    ),
    "playvox_rows_unread": Words(
        N_("Accounts that Playvox listed in a shape that cannot be read: {n}."),
        N_("They are no SCIM resources (RFC 7644). All other accounts are used; these are left out."),
        do=(N_("Ask Playvox support to repair its list of accounts."),),
    ),
    "playvox_unreachable": Words(
        N_("Playvox could not be reached."),
        N_("No connection came about: {detail}"),
        do=(N_("Run the connection test; it names the part that fails."),),
    ),
}
