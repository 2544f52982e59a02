"""Words about the Tenant URL, the key and Playvox's accounts."""

# ruff: noqa: E501 - a sentence is one line, as translators see it
from __future__ import annotations

from collections.abc import Callable, Mapping

from wizard.messages.explanation import (
    Explanation,
    register,
)
from wizard.messages.language import _

Facts = Mapping[str, str]
Text = Callable[[], str]


def _where_to_find() -> str:
    return _(
        "Copy the address from the browser while you are signed in to Playvox; the part before .playvox.com is all that is needed."
    )


def _where_key() -> str:
    return _(
        "In Playvox, open Settings > API Keys, choose the magnifier (Details) beside your key and copy the value named BASE64 KEY."
    )


def _address_invalid(facts: Facts) -> Explanation:
    why: dict[str, Text] = {
        "empty": lambda: _("Nothing was entered."),
        "too_long": lambda: _("The text is far longer than any address."),
        "blank_inside": lambda: _("There is a blank inside it; addresses have none."),
        "user_info": lambda: _(
            "It contains a user name or password (the part before @), which does not belong in an address."
        ),
        "port": lambda: _("Its port number is not possible."),
        "host": lambda: _("The name of the server in it is not a possible name."),
        "no_tenant": lambda: _(
            "It is an address of Playvox itself; your company's own name in front of playvox.com is missing."
        ),
        "path": lambda: _(
            "The part behind the server's name contains characters that addresses cannot have."
        ),
    }
    return Explanation(
        _("This is not a Tenant URL."),
        why.get(facts["why"], lambda: _("It cannot be read as an address."))(),
        (_where_to_find(), _("The finished address looks like https://yourcompany.playvox.com/scim/v1.")),
    )


def _address_not_https(facts: Facts) -> Explanation:
    return Explanation(
        _("The address must begin with https://."),
        _(
            "With {scheme}:// the key would travel readable for everybody on the way, so it is not sent; Microsoft's service asks for https too."
        ).format(scheme=facts["scheme"]),
        (_("Enter the address again, beginning with https://."),),
    )


def _address_private(facts: Facts) -> Explanation:
    if facts["why"] == "loopback":
        return Explanation(
            _("This address leads back to this computer."),
            _(
                '{host} means "this very computer" on every computer, so Microsoft\'s service can never reach your Playvox by it.'
            ).format(host=facts["host"]),
            (
                _where_to_find(),
                _("For a laboratory on this computer, run the test command with --allow-loopback."),
            ),
        )
    return Explanation(
        _("This address exists only inside your network."),
        _(
            "{host} is a private address. Microsoft's service looks from the internet and cannot reach it, whatever this computer can do."
        ).format(host=facts["host"]),
        (
            _where_to_find(),
            _(
                "If your own name server gives out an internal address for Playvox, compare with a look-up from outside."
            ),
        ),
    )


def _address_path_unusual(facts: Facts) -> Explanation:
    return Explanation(
        _("The address does not end in /scim/v1."),
        _(
            "Playvox publishes its SCIM service under /scim/v1; this one says {path}. It is tested as it stands."
        ).format(path=facts["path"]),
        (_("Unless Playvox gave you this address, use https://yourcompany.playvox.com/scim/v1."),),
    )


def _key_empty(facts: Facts) -> Explanation:
    if facts["given"] == "False":
        return Explanation(
            _("The connection was tested without a key."),
            _("Name, network and encryption could be checked; whether Playvox accepts the key could not."),
            (_("Give the key as well to test everything."), _where_key()),
        )
    return Explanation(
        _("There is no key."),
        _("Nothing was left after blanks and quotation marks were taken away."),
        (_where_key(),),
    )


def _key_malformed(facts: Facts) -> Explanation:
    why: dict[str, Text] = {
        "too_long": lambda: _("It is far longer than any key; perhaps a whole document was pasted."),
        "url": lambda: _("It is an address. The address and the key may have changed places."),
        "id_and_key": lambda: _(
            "It looks like a user ID and an API key with a colon between. Playvox shows the same pair once more in encoded form, and that one is needed."
        ),
        "double_base64": lambda: _("It looks encoded twice."),
        "password": lambda: _("It looks more like a password than like an encoded key."),
        "jwt": lambda: _("It looks like a sign-in token. Those end after minutes or hours."),
        "short": lambda: _("It is very short; perhaps only a part was copied."),
        "not_ascii": lambda: _("It contains letters that encoded keys never have."),
    }
    unknown = _("It contains characters that encoded keys do not have, or its end is missing.")
    because = why[facts["why"]]() if facts["why"] in why else unknown
    if facts["why"] == "too_long":
        return Explanation(_("This cannot be a key."), because, (_where_key(),))
    tested = _("How keys look is not documented, so it is tested all the same.")
    return Explanation(
        _("The key does not look like a Base64 key."), f"{because} {tested}", (_where_key(),)
    )


def _key_hygiene(facts: Facts) -> Explanation:
    return Explanation(
        _("The pasted key was tidied up before use."),
        _("Something around or inside it did not belong to it: {changed}.").format(
            changed=_changes(facts["changed"])
        ),
        (_("When you enter the key in Microsoft's portal by hand, paste it without these."),),
    )


def _changes(codes: str) -> str:
    names: dict[str, Text] = {
        "blanks": lambda: _("blanks"),
        "line_breaks": lambda: _("line breaks"),
        "invisible": lambda: _("invisible characters"),
        "quotes": lambda: _("quotation marks"),
        "bearer": lambda: _("the word Bearer"),
        "basic": lambda: _("the word Basic"),
        "label": lambda: _("the field's name"),
    }
    return ", ".join(names[code]() if code in names else code for code in codes.split(", "))


def _duplicate_accounts(facts: Facts) -> Explanation:
    return Explanation(
        _("Playvox has {count} accounts with the user name {user}.").format(
            count=facts["count"], user=facts["user"]
        ),
        _("A user name should belong to one account; provisioning could change the wrong one."),
        (_("Remove or rename the extra accounts in Playvox, or ask Playvox support to."),),
    )


def _playvox_unreachable(facts: Facts) -> Explanation:
    return Explanation(
        _("Playvox could not be reached."),
        _("No connection came about: {detail}").format(detail=facts["detail"]),
        (_("Run the connection test; it names the part that fails."),),
    )


WORDS: dict[str, Callable[[Facts], Explanation]] = {
    "address_invalid": _address_invalid,
    "address_not_https": _address_not_https,
    "address_private": _address_private,
    "address_path_unusual": _address_path_unusual,
    "key_empty": _key_empty,
    "key_malformed": _key_malformed,
    "key_hygiene": _key_hygiene,
    "duplicate_accounts": _duplicate_accounts,
    "playvox_unreachable": _playvox_unreachable,
}
register(WORDS)
