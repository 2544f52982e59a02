"""The control address: faults, people, truth, clock, cycles and recent requests, for practice and tests."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

from pydantic import BaseModel, Field, ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from wizard.practice import people_changes, truth
from wizard.practice.authority import Workload
from wizard.practice.faults import REGISTRY, UnknownFaultError
from wizard.practice.tenant import Tenant


class _Switch(BaseModel):
    on: bool = True
    times: int | None = Field(default=None, ge=1)


class _Clock(BaseModel):
    speed: float | None = Field(default=None, gt=0, le=1_000_000)
    advance: float | None = Field(default=None, ge=0)  # practice seconds to jump forward


class _Run(BaseModel):
    subject: str = Field(min_length=1, max_length=600)


def create_app(tenant: Tenant, workload: Workload) -> Starlette:
    """JSON over https; the address is unguessable, so there is no further key."""

    async def faults(_: Request) -> Response:
        on = tenant.faults.on()
        known = REGISTRY.values()
        return JSONResponse(
            [{"name": f.name, "about": f.about, "group": f.group, "on": f.name in on} for f in known]
        )

    async def clear(_: Request) -> Response:
        tenant.faults.clear()
        return Response(status_code=204)

    async def switch(request: Request) -> Response:
        wanted = _Switch.model_validate_json(await request.body() or b"{}")
        tenant.faults.switch(request.path_params["name"], on=wanted.on, times=wanted.times)
        return Response(status_code=204)

    async def tell_truth(_: Request) -> Response:
        return JSONResponse(await run_in_threadpool(truth.describe, tenant))

    async def clock(request: Request) -> Response:
        wanted = _Clock.model_validate_json(await request.body() or b"{}")
        if wanted.speed is not None:
            tenant.clock.set_speed(wanted.speed)
        if wanted.advance is not None:
            tenant.clock.advance(wanted.advance)
        return JSONResponse({"speed": tenant.clock.speed, "now": tenant.clock.now().isoformat()})

    async def cycle(_: Request) -> Response:
        return JSONResponse({"ran": await truth.run_cycles(tenant)})

    async def requests(_: Request) -> Response:
        return JSONResponse([asdict(request) for request in list(tenant.requests)])

    async def people(request: Request) -> Response:
        text = request.query_params.get("search", "")
        return JSONResponse(await run_in_threadpool(people_changes.find, tenant, text))

    async def groups(_: Request) -> Response:
        return JSONResponse(people_changes.groups(tenant))

    async def change_person(request: Request) -> Response:
        wanted = people_changes.PersonChange.model_validate_json(await request.body())
        changed = people_changes.change(tenant, request.path_params["who"], wanted)
        return JSONResponse(changed)

    async def workflow_run(request: Request) -> Response:
        wanted = _Run.model_validate_json(await request.body() or b"{}")
        return JSONResponse(workload.start_run(f"https://{request.headers['host']}", wanted.subject))

    return Starlette(
        routes=[
            Route("/faults", _guarded(faults), methods=["GET"]),
            Route("/faults", _guarded(clear), methods=["DELETE"]),
            Route("/faults/{name}", _guarded(switch), methods=["PUT"]),
            Route("/truth", _guarded(tell_truth)),
            Route("/clock", _guarded(clock), methods=["GET", "POST"]),
            Route("/cycle", _guarded(cycle), methods=["POST"]),
            Route("/requests", _guarded(requests)),
            Route("/people", _guarded(people), methods=["GET"]),
            Route("/groups", _guarded(groups), methods=["GET"]),
            Route("/people/{who}", _guarded(change_person), methods=["PATCH"]),
            Route("/workflow-run", _guarded(workflow_run), methods=["POST"]),
        ]
    )


def _guarded(
    endpoint: Callable[[Request], Awaitable[Response]],
) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except UnknownFaultError as failure:
            return _refuse(404, f"no fault is named {failure}")
        except people_changes.UnknownPersonError as failure:
            return _refuse(404, f"nobody is named {failure}", code="unknown")
        except people_changes.ChangeRefusedError as failure:
            return _refuse(409, f"Entra refuses this change: {failure}", code=str(failure))
        except ValidationError as failure:
            return _refuse(400, failure.errors(include_url=False, include_input=False)[0]["msg"])

    return answer


def _refuse(status: int, text: str, **more: str) -> Response:
    body: dict[str, Any] = {"error": text, **more}
    return JSONResponse(body, status)
