"""Secrets in Graph's request bodies: in clear for Graph, never for observers of changes."""

from __future__ import annotations

from pydantic import SecretStr

from tests.entra.wire import Reply, WireGraph
from wizard.entra import secrets, validation
from wizard.entra.graph import Write
from wizard.network.key_hosts import KeyForHost

KEY = SecretStr("dXNlcjRmMmE6cGxheXZveC1jYW5hcnktOWQ4ZTdmNmE1YjRj")


class Watch:
    """Records what the journal would get."""

    def __init__(self) -> None:
        self.seen: list[Write] = []

    async def before(self, write: Write) -> object:
        self.seen.append(write)
        return None

    async def after(self, ticket: object, write: Write, status: int | None, maybe_done: bool) -> None:
        return


async def test_the_journal_never_gets_to_see_the_key(wire: WireGraph) -> None:
    saved: dict[str, object] = {"value": []}

    def answer(request: object) -> Reply:
        if wire.requests[-1].method == "PUT":
            saved.update(wire.requests[-1].body)
            return Reply(204)
        shown = [
            {**pair, "value": "*"} if pair["key"] == "SecretToken" else pair
            for pair in saved["value"]  # type: ignore[attr-defined]
        ]
        return Reply(body={"value": shown})

    wire.script = answer
    watch = wire.graph.watch = Watch()
    wanted = secrets.SecretSet(
        "https://acme.playvox.com/scim/v1", KEY, others={"Other": SecretStr("hush-hush")}
    )
    await secrets.save(wire.graph, "app", wanted)
    (put,) = watch.seen
    assert KEY.get_secret_value() not in repr(put)
    assert "hush-hush" not in repr(put)
    sent = {pair["key"]: pair["value"] for pair in wire.requests[0].body["value"]}
    assert (sent["SecretToken"], sent["Other"]) == (KEY.get_secret_value(), "hush-hush")


async def test_microsoft_s_test_gets_the_key(wire: WireGraph) -> None:
    wire.script = lambda request: Reply(204)
    answer = await validation.validate(
        wire.graph, "app", "https://acme.playvox.com", KeyForHost(KEY, "acme.playvox.com"), job_id="job"
    )
    assert answer.ok
    assert wire.requests[0].body["credentials"][1] == {
        "key": "SecretToken",
        "value": KEY.get_secret_value(),
    }
