"""Whether a newer version is published: off until it is switched on, and never more than looked up.

`channel`: where this copy looks and whose signature it trusts. `metadata`: what is published, verified.
`kept`: the setting and what was read, on disk. `checking`: reading it. `words`: the sentence for people.
Nothing is downloaded and nothing installed.
"""

from __future__ import annotations
