"""Retry-After and Date headers as no server should send them."""

from __future__ import annotations

import math
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.network.http_date import http_date
from wizard.network.retry_after import LONGEST, retry_after

_NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("nan", None),
        ("5", 5.0),
        ("-5", 0.0),
        ("-0", 0.0),
        ("1e400", LONGEST),
        ("9" * 5000, LONGEST),
        ("Thu, 01 Jan 2026 00:00:30 GMT", 30.0),
        ("Thu, 01 Jan 2026 00:00:30 -0000", 30.0),
        ("Thu, 01 Jan 2026 00:00:30", 30.0),
        ("Thu, 01 Jan 2026 01:00:30 +0100", 30.0),
        ("Wed, 31 Dec 2025 23:59:00 GMT", 0.0),
        ("Fri, 31 Dec 9999 23:59:59 -1200", None),
        ("Mon, 01 Jan 0001 00:00:00 +1400", 0.0),
        ("Thu, 01 Jan 99999999999 00:00:30 GMT", None),
        ("Thu, 01 Jan 2026 00:00:30 +99999999999999999999", None),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST),
    ],
)
def test_how_long_to_wait(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, _NOW) == seconds


@given(
    st.text()
    | st.from_regex(
        r"(Mon, )?[0-9]{1,12} Jan [0-9]{1,12} [0-9]{1,3}:[0-9]{2}(:[0-9]{2})?( [+-]?[0-9]{1,20}|GMT)?"
    )
)
def test_any_header_is_a_bounded_wait_or_none(value: str) -> None:
    seconds = retry_after(value, _NOW)
    assert seconds is None or (0 <= seconds <= LONGEST and not math.isnan(seconds))
    moment = http_date(value)
    assert moment is None or moment.tzinfo is UTC
