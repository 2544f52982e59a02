"""Every fault of the practice tenant has a title, and no two of one server share it."""

from __future__ import annotations

from wizard.messages.practice_faults import TITLES, fault_group, fault_title
from wizard.practice.faultlist import GROUPS


def test_faults_have_titles_of_their_own() -> None:
    assert set(TITLES) == {name for faults in GROUPS.values() for name in faults}
    for group, faults in GROUPS.items():
        assert fault_group(group) != group
        titles = [fault_title(name) for name in faults]
        assert len(set(titles)) == len(titles)
        assert not set(titles) & set(faults)
        assert max(map(len, titles)) <= 30, "a check box does not wrap, and the panel is narrow"
    assert fault_title("a-new-one") == "a-new-one"
