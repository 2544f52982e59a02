"""The guide for a browser: every section, link and picture of it is there."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urlsplit

from build.generated_docs import ROOT, guide_in_a_browser
from wizard.messages.pages import PAGES, guide_anchor

DOCS = ROOT / "docs"


class Read(HTMLParser):
    """What a browser finds: anchors, addresses of links and pictures, and the tags."""

    def __init__(self) -> None:
        super().__init__()
        self.anchors: list[str] = []
        self.links: list[str] = []
        self.pictures: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.add(tag)
        self.anchors += filter(None, [found.get("id")])
        self.links += filter(None, [found.get("href")])
        self.pictures += filter(None, [found.get("src")])


def page() -> Read:
    read = Read()
    read.feed(guide_in_a_browser())
    return read


def test_every_page_of_the_program_and_every_link_has_its_anchor() -> None:
    read = page()
    assert len(read.anchors) == len(set(read.anchors))
    assert {guide_anchor(title) for title in PAGES.values()} <= set(read.anchors)
    inner = [each for each in read.links if each.startswith("#")]
    assert inner
    assert [each for each in inner if each[1:] not in read.anchors] == []


def test_everything_else_that_it_links_is_at_microsoft_or_playvox() -> None:
    outer = {each for each in page().links if not each.startswith("#")}
    assert outer
    assert all(urlsplit(each).scheme == "https" for each in outer)


def test_its_pictures_lie_beside_it_and_it_runs_nothing() -> None:
    read = page()
    assert len(read.pictures) == len(list((DOCS / "pictures").iterdir()))
    assert all((DOCS / each).is_file() for each in read.pictures)
    assert "script" not in read.tags


def test_the_causes_of_a_failed_test_are_in_it() -> None:
    text = (DOCS / "does-not-connect.md").read_text(encoding="utf-8")
    headings = [line.removeprefix("### ") for line in text.splitlines() if line.startswith("### ")]
    assert headings
    assert {guide_anchor(each) for each in headings} <= set(page().anchors)
