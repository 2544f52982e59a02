"""What provisioning would do to each person, and why, computed before anything is turned on.

    request = PlanRequest(application_id=…, job=…, schema=…, assignments=…, roles=…, sync_all=…)
    plan = await compute(graph, playvox, request, folder, progress=…)
    plan.header      # PlanHeader: when, who, tenant, settings, counts, held_back, notes
    plan.rows(offset, limit, action=…, text=…, sort=…)   # windows of PlanRow, at any size
    plan.close()     # or plan.discard(), which removes its file

`compute` reads everybody once, lists Playvox's accounts once, and applies the known links of the job.
`request.kind_of_run` is the kind of cycle the plan is for: a first one, a full one (after a restart or a
changed mapping, filter or scope) or an incremental one. Every row is certain, or `unknown` with a reason.
`Plan.open(path)` opens the file of a plan computed earlier. Reason codes: `REASONS`; note codes:
`header.NoteCode`; their words: `wizard.messages.plan`.
"""

from wizard.plan.actions import ACTIONS, REASONS, Counts, PlannedAction, PlanRow
from wizard.plan.computing import compute
from wizard.plan.header import PlanHeader, PlanNote
from wizard.plan.people import PersonMapping, describe_filter
from wizard.plan.plan import Plan, SortKey
from wizard.plan.progress import PlanProgress
from wizard.plan.request import PlanRequest, Run, has_run
from wizard.plan.scope import ScopePeople, people_of, some_people

__all__ = [
    "ACTIONS",
    "REASONS",
    "Counts",
    "PersonMapping",
    "Plan",
    "PlanHeader",
    "PlanNote",
    "PlanProgress",
    "PlanRequest",
    "PlanRow",
    "PlannedAction",
    "Run",
    "ScopePeople",
    "SortKey",
    "compute",
    "describe_filter",
    "has_run",
    "people_of",
    "some_people",
]
