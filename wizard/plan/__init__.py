"""What provisioning would do to whom, and why: worked out here, before anything is turned on."""

from wizard.plan.actions import (
    Plan,
    PlanRow,
)
from wizard.plan.people import PersonMapping, describe_filter
from wizard.plan.planner import work_out
from wizard.plan.scope import ScopePeople, people_of, some_people

__all__ = [
    "PersonMapping",
    "Plan",
    "PlanRow",
    "ScopePeople",
    "describe_filter",
    "people_of",
    "some_people",
    "work_out",
]
