"""Client of a running practice tenant's control address: faults, people, clock, cycles, the truth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, ValidationError

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


class PracticePerson(BaseModel):
    """One person in the practice tenant's Entra; empty texts: not set. `groups`: direct memberships."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    name: str
    user_name: str
    given_name: str
    surname: str
    department: str
    enabled: bool
    deleted: bool
    groups: tuple[str, ...]


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

    async def run_cycle(self) -> list[str]:
        """Run the cycles of the practice provisioning service now; the ids of the jobs that were on."""
        return [str(each) for each in (await self._ask("POST", "/cycle")).json()["ran"]]

    async def truth(self) -> dict[str, Any]:
        """The true state of the practice tenant."""
        answer: dict[str, Any] = (await self._ask("GET", "/truth")).json()
        return answer

    async def people(self, text: str = "") -> tuple[PracticePerson, ...]:
        """People whose name or sign-in name contains the text, deleted ones too; the first 50 by name."""
        answer = await self._ask("GET", f"/people?search={quote(text, safe='')}")
        return tuple(_person(each) for each in answer.json())

    async def groups(self) -> tuple[str, ...]:
        """Names of the groups that people can be added to by hand."""
        return tuple(str(each) for each in (await self._ask("GET", "/groups")).json())

    async def change_person(self, who: str, action: str, **values: str | list[str]) -> PracticePerson:
        """Change one person, by object id or sign-in name, as an administrator of Entra does.

        `action` and `values` are those of `wizard.practice.people_changes.PersonChange`. Raises
        `practice_person_unknown`, `practice_change_refused` (with `why`), or `practice_change_wrong`.
        """
        body = {"action": action, **values}
        answer = await self._ask("PATCH", f"/people/{quote(who, safe='')}", body, refusals=(400, 404, 409))
        told = answer.json()
        if answer.status_code == 404:
            raise ProblemError(Problem("practice_person_unknown", {"name": who}))
        if answer.status_code == 409:
            facts = {"name": who, "why": str(told.get("code", ""))}
            raise ProblemError(Problem("practice_change_refused", facts))
        if answer.status_code == 400:
            raise ProblemError(Problem("practice_change_wrong", {"reason": str(told.get("error", ""))}))
        return _person(told)

    async def _ask(
        self, method: str, path: str, body: object = None, *, refusals: tuple[int, ...] = ()
    ) -> httpx.Response:
        import httpx

        from wizard.security.redactor import redact

        try:
            async with self._network.client(timeout=60.0) as client:
                answer = await client.request(method, self._address + path, json=body)
            if answer.status_code not in refusals:
                answer.raise_for_status()
        except httpx.HTTPError as error:
            raise ProblemError(
                Problem("practice_control_failed", {"what": path}, redact(str(error)), retryable=True)
            ) from error
        return answer


def _person(told: object) -> PracticePerson:
    try:
        return PracticePerson.model_validate(told)
    except ValidationError as error:  # an older practice tenant, or another server at its address
        raise ProblemError(Problem("practice_control_failed", {"what": "/people"}, str(error))) from error
