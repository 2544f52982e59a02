"""Keeps secrets out of everything the program writes or shows.

Call `remember` for every secret that is received; pass every text from outside through `redact` before it
is logged, shown, stored or put into an exception. A server may echo a key decoded, encoded again, cut or
with other characters in between, so texts are compared with its shapes by letters and digits alone
(`wizard.security.encodings`), and every long enough common run is hidden (`wizard.security.index`).
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from wizard.security.index import Index, Pattern, merged, pattern

if TYPE_CHECKING:
    from pydantic import SecretStr  # imported late elsewhere: the window's first paint does not need it

HIDDEN = "[hidden]"
_MOST_PUBLIC = 50  # number of public texts; the oldest are dropped

# Members that hold a credential whatever its value is: quoted, escaped or URL-encoded.
_NAMES = (
    "access_token|refresh_token|id_token|client_secret|client_assertion|device_code"
    "|code_verifier|secrettoken"
)
_QUOTE = r"(?:\\*[\"']|%22)?"
_CREDENTIALS = re.compile(
    rf"(?i)(authorization{_QUOTE}\s*[:=]\s*{_QUOTE}(?:bearer|basic)?\s*|\b(?:bearer|basic)\s+"
    rf"|(?:{_NAMES}){_QUOTE}\s*(?:[:=]|%3[ad])\s*{_QUOTE})"
    r"([A-Za-z0-9+/_.~=-]{8,})"
)
_JSON_WEB_TOKEN = re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*){0,3}")
_ADDRESS = re.compile(r"(?i)[\s\"']*(?:[a-z]{2,8}://|[\w-]+\.playvox\.com\b)")
_SENSITIVE = re.compile(rf"(?i)(?:{_NAMES}|authorization)")


class Redactor:
    """Remembers secrets, which cannot be read back, and hides them. Thread-safe.

    `beside` is another redactor whose secrets are hidden as well.
    """

    def __init__(
        self,
        *secrets: SecretStr | None,
        public: Iterable[str] = (),
        beside: Redactor | None = None,
    ) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, Pattern] = {}
        self._public: dict[str, None] = {}
        self._index = Index()
        self._beside = beside
        for secret in secrets:
            if secret is not None:
                self.remember(secret)
        for text in public:
            self.spare(text)

    def __repr__(self) -> str:
        return f"Redactor({len(self._known)} secrets)"

    def remember(self, secret: SecretStr | str) -> None:
        """Hide this secret, in every shape, from now on.

        Ignores texts shorter than six characters, and URLs: a Tenant URL pasted into the key field would
        otherwise be hidden everywhere.
        """
        value = secret if isinstance(secret, str) else secret.get_secret_value()
        if _ADDRESS.match(value):
            return
        with self._lock:
            if value not in self._known:
                self._known[value] = pattern(value)
                self._index = Index(tuple(self._known.values()), tuple(self._public))

    def spare(self, text: str) -> None:
        """Keep a public text visible, such as the host name, also where a secret has letters in common with
        it.

        A text that has much in common with a secret (because the secret was pasted into it) stays hidden.
        """
        with self._lock:
            known = text.casefold() in self._public
            self._public.pop(text.casefold(), None)
            self._public[text.casefold()] = None
            while len(self._public) > _MOST_PUBLIC:
                self._public.pop(next(iter(self._public)))
            if not known:
                self._index = Index(tuple(self._known.values()), tuple(self._public))

    def hide(self, text: str) -> str:
        """Hide every remembered secret and everything that looks like a credential in the text."""
        spans = self.spans(text)
        if not spans:
            return text
        parts: list[str] = []
        end = 0
        for start, stop in spans:
            parts += (text[end:start], HIDDEN)
            end = stop
        return "".join((*parts, text[end:]))

    def holds_secret(self, text: str) -> bool:
        """Whether the text contains a remembered secret."""
        found = bool(self._index.spans(text))
        return found or (self._beside is not None and self._beside.holds_secret(text))

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return start and end of each part that would be hidden, in order."""
        spans = self._index.spans(text)
        spans += [match.span(2) for match in _CREDENTIALS.finditer(text) if HIDDEN not in match.group(2)]
        spans += [match.span() for match in _JSON_WEB_TOKEN.finditer(text)]
        if self._beside is not None:
            spans += self._beside.spans(text)
        return merged(spans)

    def hide_in(self, value: Any, hidden: dict[str, str] | None = None) -> Any:
        """Hide secrets in JSON values: names and texts are redacted one by one, so the result
        stays JSON.

        `hidden` keeps each text's result for further values that have many texts in common; no secret may
        be remembered meanwhile.
        """
        if isinstance(value, str):
            if hidden is None:
                return self.hide(value)
            found = hidden.get(value)
            if found is None:
                found = hidden[value] = self.hide(value)
            return found
        if isinstance(value, Mapping):
            return {
                self.hide_in(str(name), hidden): HIDDEN
                if isinstance(inner, str) and _SENSITIVE.fullmatch(str(name))
                else self.hide_in(inner, hidden)
                for name, inner in value.items()
            }
        if isinstance(value, list | tuple | set | frozenset):
            return [self.hide_in(inner, hidden) for inner in value]
        if value is None or isinstance(value, bool | int | float):
            return value
        if hasattr(value, "get_secret_value"):
            return HIDDEN
        return self.hide(str(value))

    def hide_in_json(self, text: str) -> str:
        """Hide secrets in a JSON text, keeping it valid JSON; any other text is handled by `hide`."""
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return self.hide(text)
        return json.dumps(self.hide_in(value), ensure_ascii=False)

    def copy_of_state(self) -> tuple[dict[str, Pattern], dict[str, None]]:
        """Return the state for `restore`."""
        with self._lock:
            return dict(self._known), dict(self._public)

    def restore(self, state: tuple[dict[str, Pattern], dict[str, None]]) -> None:
        """Restore a state from `copy_of_state`; everything remembered since then is dropped."""
        with self._lock:
            self._known, self._public = dict(state[0]), dict(state[1])
            self._index = Index(tuple(self._known.values()), tuple(self._public))


EVERYWHERE = Redactor()
"""The redactor of the entire program."""
remember = EVERYWHERE.remember
spare = EVERYWHERE.spare
redact = EVERYWHERE.hide
redact_values = EVERYWHERE.hide_in
redact_json = EVERYWHERE.hide_in_json
