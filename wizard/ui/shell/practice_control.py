"""Client of a running practice tenant's control address: faults, clock, cycles, and the true state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wizard.problem import Problem, ProblemError

if TYPE_CHECKING:
    import httpx

    from wizard.network.clients import Network


@dataclass(frozen=True, slots=True)
class FaultRow:
    """One fault that can be switched on."""

    name: str
    about: str
    group: str
    on: bool


class PracticeControl:
    """The control API of one practice tenant. Call its methods on the event loop."""

    def __init__(self, network: Network, address: str) -> None:
        self._network = network
        self._address = address

    async def faults(self) -> tuple[FaultRow, ...]:
        """All faults, and whether each is on."""
        answer = await self._ask("GET", "/faults")
        return tuple(
            FaultRow(str(each["name"]), str(each["about"]), str(each["group"]), bool(each["on"]))
            for each in answer.json()
        )

    async def switch(self, name: str, *, on: bool) -> tuple[FaultRow, ...]:
        """Switch one fault; returns the state of all."""
        await self._ask("PUT", f"/faults/{name}", {"on": on, "times": None})
        return await self.faults()

    async def all_off(self) -> tuple[FaultRow, ...]:
        """Switch all faults off."""
        await self._ask("DELETE", "/faults")
        return await self.faults()

    async def set_speed(self, speed: float) -> None:
        """Set how many practice seconds pass in one real second."""
        await self._ask("POST", "/clock", {"speed": speed})

    async def speed(self) -> float:
        """Practice seconds per real second."""
        return float((await self._ask("GET", "/clock")).json()["speed"])

    async def run_cycle(self) -> None:
        """Run the cycles of the practice provisioning service now."""
        await self._ask("POST", "/cycle")

    async def truth(self) -> dict[str, Any]:
        """The true state of the practice tenant."""
        answer: dict[str, Any] = (await self._ask("GET", "/truth")).json()
        return answer

    async def _ask(self, method: str, path: str, body: object = None) -> httpx.Response:
        import httpx

        from wizard.security.redactor import redact

        try:
            async with self._network.client(timeout=60.0) as client:
                answer = await client.request(method, self._address + path, json=body)
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise ProblemError(
                Problem("practice_control_failed", {"what": path}, redact(str(error)), retryable=True)
            ) from error
        return answer
