"""Words for the data quality of everyone in scope: what each check finds, why it matters, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wizard.messages.language import N_, _, translate


@dataclass(frozen=True, slots=True)
class CheckWords:
    """`title` names what is found, `why` says what it means, `advice` what to do."""

    title: str
    why: str
    advice: str


_OWN_VALUE = N_(
    "Give each person a value of their own in Entra, or take people who need no account out of scope."
)
_DEACTIVATE = N_("Deactivate the accounts in Playvox that provisioning does not deactivate.")
_CHECKS: Mapping[str, CheckWords] = {
    "matching_duplicate": CheckWords(
        N_("Same value of {attribute}"),
        N_("Several people in scope have the same matching value. Only one of them can have the account."),
        _OWN_VALUE,
    ),
    "matching_duplicate_case": CheckWords(
        N_("{attribute} differs in upper and lower case only"),
        N_(
            "Playvox compares this value without regard to case, so only one of these people can have the account."
        ),
        _OWN_VALUE,
    ),
    "matching_empty": CheckWords(
        N_("No matching value"),
        N_("Every matching attribute is empty for these people, so provisioning skips them."),
        N_("Fill the attribute in Entra that {attribute} is mapped from, or change the mapping."),
    ),
    "matching_special": CheckWords(
        N_("Special characters in {attribute}"),
        N_(
            "Provisioning searches Playvox for this value. Microsoft does not support special characters there, "
            'and quotation marks ("), percent signs (%) and backslashes (\\) reach Playvox unprotected.'
        ),
        N_("Change the value in Entra, or map the attribute from one without these characters."),
    ),
    "account_duplicate": CheckWords(
        N_("Several accounts in Playvox with one {attribute}"),
        N_("Provisioning reports an error for the person whose matching value finds several accounts."),
        N_("Rename or remove the accounts in Playvox that are not needed."),
    ),
    "account_under_mail": CheckWords(
        N_("Account exists under the mail"),
        N_(
            "The matching value finds no account, but an account has the mail as its userName. Provisioning does "
            "not find it and creates a second one, or fails."
        ),
        N_(
            "Rename the account in Playvox to the matching value before you start, or map userName from mail if "
            "that fits everyone."
        ),
    ),
    "account_under_upn": CheckWords(
        N_("Account exists under the sign-in name"),
        N_(
            "The matching value finds no account, but an account has the user principal name as its userName. "
            "Provisioning does not find it and creates a second one, or fails."
        ),
        N_(
            "Rename the account in Playvox to the matching value before you start, or map userName from "
            "userPrincipalName if that fits everyone."
        ),
    ),
    "account_second": CheckWords(
        N_("Second account under the mail or sign-in name"),
        N_(
            "These people have an account, and another one that nobody in scope has. Provisioning leaves it alone."
        ),
        N_("Check in Playvox which account is used, and deactivate the other one."),
    ),
    "leaver_disabled": CheckWords(
        N_("Active account, person disabled in Entra"),
        N_("Provisioning deactivates an account only if it linked it before."),
        _DEACTIVATE,
    ),
    "leaver_deleted": CheckWords(
        N_("Active account, person deleted in Entra"),
        N_("Provisioning linked these accounts to people who are no longer in the directory."),
        _DEACTIVATE,
    ),
    "leaver_unknown": CheckWords(
        N_("Active account, person unknown in Entra"),
        N_(
            "Nobody in the directory has the account's userName as user principal name, mail or matching value. "
            "These may be people who left, or accounts that are meant to exist in Playvox only."
        ),
        N_(
            "Deactivate the accounts of people who left. Keep accounts that services or administrators need."
        ),
    ),
    "required_empty": CheckWords(
        N_("{attribute} is empty but required"),
        N_("An account cannot be created without this value."),
        N_("Fill the mapped attribute in Entra, or add a default value to the mapping."),
    ),
    "email_invalid": CheckWords(
        N_("{attribute} is not a valid email address"),
        N_("The value does not have the form of an email address (RFC 5321). Playvox may refuse it."),
        N_("Correct the value in Entra."),
    ),
    "hidden_characters": CheckWords(
        N_("Hidden characters in {attribute}"),
        N_(
            "The value contains characters that are not visible, such as zero-width spaces, no-break spaces or "
            "control characters. Searches and comparisons then fail for no visible reason."
        ),
        N_("Type the value again in Entra instead of pasting it."),
    ),
    "outer_spaces": CheckWords(
        N_("Spaces around {attribute}"),
        N_("The value begins or ends with a space, so that it differs from what people see."),
        N_("Remove the spaces in Entra, or use Trim in the mapping."),
    ),
    "value_too_long": CheckWords(
        N_("{attribute} is very long"),
        N_(
            "Playvox documents no limits. Longer than usual means here: email addresses over 254 characters (RFC "
            "5321), other values over the 256 characters that Microsoft Graph allows for a display name."
        ),
        N_("Shorten the value in Entra, or use Left in the mapping. Try one of these people first."),
    ),
    "account_without_owner": CheckWords(
        N_("Account in Playvox that nobody in scope owns"),
        N_(
            "The account is not linked, and no matching value in scope finds it. Provisioning leaves it alone."
        ),
        N_("Bring its person into scope, or deactivate the account in Playvox if it is not needed."),
    ),
    "mail_missing": CheckWords(
        N_("No mail in Entra"),
        N_("Without a mail, nothing is sent for attributes that are mapped from it."),
        N_("Fill the mail in Entra if Playvox is to send messages to these people."),
    ),
    "upn_differs_from_mail": CheckWords(
        N_("Sign-in name differs from mail"),
        N_(
            "If people sign in to Playvox with one and are provisioned with the other, they meet the wrong "
            "account or none."
        ),
        N_("Make sure that single sign-on sends the value that userName is mapped from."),
    ),
    "upn_mail_case": CheckWords(
        N_("Sign-in name and mail differ in upper and lower case only"),
        N_("Systems that compare with regard to case take them for different people."),
        N_("Write both the same in Entra."),
    ),
    "value_empty": CheckWords(
        N_("{attribute} is mapped but empty"),
        N_("Provisioning sends no empty values: an existing account keeps what it has."),
        N_("Fill the mapped attribute in Entra if Playvox needs it."),
    ),
}
_SHARED = N_("“{value}”, the same as {other}")
_ACCOUNT = {"active": N_("Active account {account}"), "inactive": N_("Inactive account {account}")}
_NAMES = N_("Sign-in name {upn}, mail {mail}")
_VALUE = N_("“{value}”")
_ROWS: Mapping[str, Mapping[str, str]] = {
    "matching_duplicate": {"": _SHARED},
    "matching_duplicate_case": {"": N_("“{value}”, but for its case the same as {other}")},
    "matching_special": {"": N_("{characters} in “{value}”")},
    "account_duplicate": {"": _SHARED},
    "account_under_mail": _ACCOUNT,
    "account_under_upn": _ACCOUNT,
    "account_second": _ACCOUNT,
    "leaver_disabled": {
        "ends": N_("{person} is disabled. The plan deactivates the account."),
        "stays": N_("{person} is disabled. The plan does not deactivate the account."),
    },
    "leaver_deleted": {
        "ends": N_("{person} is deleted. The plan deactivates the account."),
        "stays": N_("{person} is deleted. The plan does not deactivate the account."),
    },
    "account_without_owner": {
        "nobody": N_("Nobody that was read in Entra has this name"),
        "in_scope": N_("{person}, in scope, has this name besides the matching value"),
        "enabled": N_("{person} has this name and is out of scope"),
        "disabled": N_("{person} has this name and is disabled or deleted"),
    },
    "mail_missing": {"": N_("Sign-in name {upn}")},
    "upn_differs_from_mail": {"": _NAMES},
    "upn_mail_case": {"": _NAMES},
    "value_too_long": {"": N_("{length} characters, {limit} at most: {value}")},
    "email_invalid": {"": _VALUE},
    "hidden_characters": {"": _VALUE},
    "outer_spaces": {"": _VALUE},
}
_BY_MAIL: Mapping[str, str] = {
    "offered": N_(
        "Mapping userName from mail fits everyone in scope and finds more accounts. You can change it under "
        "“Mappings”."
    ),
    "from_mail": N_("userName is mapped from mail already."),
    "unknown": N_("What mapping userName from mail would do is unknown, because not everything was read."),
    "collisions": N_(
        "Mapping userName from mail is not offered: some people share a mail, or their mail is the name of an "
        "account that is not theirs alone."
    ),
    "second_accounts": N_(
        "Mapping userName from mail is not offered: some people have an account now that would not be found any "
        "more, and would get a second one."
    ),
    "without_mail": N_("Mapping userName from mail is not offered: some people have no mail."),
    "no_gain": N_(
        "Mapping userName from mail is not offered: no more people would match an existing account."
    ),
}
_IN_REST = frozenset({"name.givenName", "name.familyName", 'emails[type eq "work"].value'})
"""What Playvox's REST interface requires of a new user (public client library python-playvox)."""
_PERHAPS_REQUIRED = N_(
    "Playvox's REST interface requires this value of a new user; whether SCIM requires it is not documented."
)
_NOT_SEARCHABLE = N_(
    "Playvox cannot search by {attribute}, so accounts cannot be matched by that attribute itself."
)
_NUMBERS = N_(
    "With userName mapped from mail: match an existing account: {matched}; created: {created}, of these with an "
    "account now: {second}; linked accounts renamed: {renamed}; collisions: {collide}; without mail: "
    "{without_mail}. As it is: match: {matched_now}; created: {created_now}."
)


def check_words(code: str, attribute: str) -> CheckWords:
    """The words of a check, for a target attribute where it is about values."""
    found = _CHECKS[code]
    told = {"attribute": attribute or _("a value")}
    title, why, advice = (
        translate(text).format_map(told) for text in (found.title, found.why, found.advice)
    )
    if code == "value_empty" and attribute in _IN_REST:
        why = f"{why} {translate(_PERHAPS_REQUIRED)}"
    return CheckWords(title if attribute else title[:1].upper() + title[1:], why, advice)


def quality_row(code: str, detail: str, facts: Mapping[str, str]) -> str:
    """What was found at one person or account; empty when the check says it all."""
    text = _ROWS.get(code, {}).get(detail)
    return translate(text).format_map(facts) if text is not None else ""


def by_mail_sentences(
    verdict: str, attribute: str, numbers: Mapping[str, int | None], *, searchable: bool
) -> tuple[str, ...]:
    """Whether people could be matched by mail instead, and what it would do to everyone in scope."""
    sentences = [] if searchable else [translate(_NOT_SEARCHABLE).format(attribute=attribute)]
    sentences.append(translate(_BY_MAIL[verdict]))
    if None not in numbers.values():
        sentences.append(translate(_NUMBERS).format_map(numbers))
    return tuple(sentences)
