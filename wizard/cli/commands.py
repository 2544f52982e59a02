"""Every subcommand, its purpose, and the modules behind it."""

from __future__ import annotations

import importlib
from types import ModuleType

from wizard.messages import N_

COMMANDS: dict[str, str] = {
    "status": N_("show how the setup stands"),
    "watch": N_("check again and again whether provisioning works"),
    "plan": N_("show what provisioning would do to each person"),
    "why": N_("explain why one person is provisioned or not"),
    "quality": N_("show what is wrong with the data of everyone in scope"),
    "apply": N_("make the tenant match a configuration file"),
    "check": N_("check a configuration file without signing in"),
    "drift": N_("compare the tenant with a configuration file"),
    "export": N_("write the tenant's setup as a configuration file"),
    "people": N_("show who is assigned, assign people and groups, or remove them"),
    "mappings": N_("show, change, reset and preview the attribute mappings"),
    "scope": N_("show who is in scope, set the scoping filter, and count people"),
    "provision": N_("provision people on demand"),
    "relink": N_("delete the stored link of one person, and match again"),
    "logs": N_("show the provisioning log"),
    "key": N_("show the age of the Playvox key in Entra, and replace it"),
    "restart": N_("restart provisioning and clear a part of its state"),
    "history": N_("show in words what this program changed"),
    "undo": N_("undo one change"),
    "journal": N_("list what this program changed"),
    "bundle": N_("show and save a support bundle"),
    "report": N_("write a report on the setup and its health"),
    "test": N_("test the connection to Playvox"),
    "explain": N_("explain an error text of Microsoft"),
    "preview": N_("show what would be sent for one person"),
    "evaluate": N_("evaluate an attribute mapping expression for one person"),
    "updates": N_("say whether a newer version is published"),
    "practice": N_("run a practice tenant on this computer"),
}
"""Name of each subcommand, also of its modules, and its purpose.

Its module in `wizard.cli.flags` has `declare(parser)`, which adds its flags; that in `wizard.cli` has the
coroutine function `run(args)`.
"""


def load(command: str) -> ModuleType:
    """The module that runs a subcommand."""
    return importlib.import_module(f"wizard.cli.{command}")


def load_flags(command: str) -> ModuleType:
    """The module that declares a subcommand's flags."""
    return importlib.import_module(f"wizard.cli.flags.{command}")
