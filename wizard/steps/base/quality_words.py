"""The data quality of everyone in scope in numbers, names and plain words."""

from __future__ import annotations

from wizard.messages import _, ngettext
from wizard.plan.quality import Finding, Quality


def counted(finding: Finding) -> str:
    """How many people or accounts, and for how many it is unknown."""
    if finding.count is None:
        return _("unknown")
    if finding.of_accounts:
        text = ngettext("{n} account", "{n} accounts", finding.count).format(n=f"{finding.count:,}")
    else:
        text = ngettext("{n} person", "{n} people", finding.count).format(n=f"{finding.count:,}")
    return (
        _("{count}, unknown for {n}").format(count=text, n=f"{finding.unknown:,}")
        if finding.unknown
        else text
    )


def quality_summary(quality: Quality) -> str:
    """What was checked, and how many findings need attention."""
    people = ngettext(
        "{n} person in scope was checked.", "{n} people in scope were checked.", quality.people
    ).format(n=f"{quality.people:,}")
    number = sum(each.attention for each in quality.findings)
    needs = (
        ngettext("{n} finding needs attention.", "{n} findings need attention.", number).format(n=number)
        if number
        else _("Nothing that was checked needs attention.")
    )
    sentences = [people, needs]
    if quality.scope_unknown:
        sentences.append(
            ngettext(
                "Whether {n} more person is in scope is unknown.",
                "Whether {n} more people are in scope is unknown.",
                quality.scope_unknown,
            ).format(n=f"{quality.scope_unknown:,}")
        )
    if quality.accounts is None:
        sentences.append(_("Playvox does not list its accounts, so findings about accounts are unknown."))
    elif not quality.directory_read:
        sentences.append(
            _("Only assigned people were read, so accounts of other people in Entra are unknown.")
        )
    return " ".join(sentences)
