"""The support bundle: data for finding a fault, without keys or names of people."""

from __future__ import annotations

from wizard.reports.bundle import Bundle, BundleFile, make_bundle
from wizard.reports.fields import Gate
from wizard.reports.pseudonyms import Pseudonyms

__all__ = ["Bundle", "BundleFile", "Gate", "Pseudonyms", "make_bundle"]
