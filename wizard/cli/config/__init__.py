"""The configuration file: one setup as reviewable TOML, without the key."""

from wizard.cli.config.mistakes import ConfigMistakesError
from wizard.cli.config.model import (
    ApplicationTable,
    AssignEntry,
    Config,
    EntraTable,
    FilterClauseEntry,
    FilterGroupEntry,
    MappingEntry,
    PeopleTable,
    PlayvoxTable,
    ProvisioningTable,
)
from wizard.cli.config.reading import read_config
from wizard.cli.config.writing import escaped, write_config

__all__ = [
    "ApplicationTable",
    "AssignEntry",
    "Config",
    "ConfigMistakesError",
    "EntraTable",
    "FilterClauseEntry",
    "FilterGroupEntry",
    "MappingEntry",
    "PeopleTable",
    "PlayvoxTable",
    "ProvisioningTable",
    "escaped",
    "read_config",
    "write_config",
]
