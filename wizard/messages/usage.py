"""Words for wrong use of the command line, and for flags and variables that are not as expected."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.language import N_
from wizard.messages.words import Words

_NO_FLAG = N_("There is no flag {flag} here.")
_NO_COMMAND = N_("There is no subcommand {value}.")
_NO_VALUE = N_("{value} is not a value of {flag}.")
_VALUES = N_("The values are {choices}.")
_NEEDED = N_("This command does not know what to work on without it.")
NEAR = N_("Did you mean {near}?")
_HELP = N_("“{command} --help” lists the flags.")
_ALL = N_("“playvox-provisioning --help” lists the subcommands.")

_CORRECT = N_("Correct the value of {flag}.")
WORDS: Mapping[str, Words] = {
    "command_stopped": Words(
        N_("The command was stopped before it was done."),
        N_("Somebody pressed Ctrl+C, or the process was ended."),
        do=(N_("Run it again; “history” shows what was changed until then."),),
    ),
    "result_not_saved": Words(
        N_("The result cannot be saved in {file}."),
        "{why}",
        do=(N_("Name another file with --output."),),
    ),
    "result_lost": Words(
        N_("The result could not be printed completely."),
        "{why}",
        do=(N_("Redirect it to another place, or save it with --output."),),
    ),
    "result_page_not_saved": Words(
        N_("The report cannot be saved in {file}."),
        "{why}",
        do=(N_("Name another file with --html."),),
    ),
    "command_defect": Words(
        N_("This is a defect of the program."),
        N_("Standard error says where it happened."),
        do=(N_("Please report these lines."), N_("“history” shows what was changed until then.")),
    ),
    "usage.unknown_flag": Words(
        _NO_FLAG,
        N_("“{command}” does not know it. Flags are written out in full."),
        do=(NEAR, _HELP),
        variants={
            ("near", ""): Words(
                _NO_FLAG,
                N_("“{command}” does not know it, and no flag of it is similar."),
                do=(_HELP,),
            )
        },
    ),
    "usage.unknown_command": Words(
        _NO_COMMAND,
        N_("The first word after the program's name is a subcommand."),
        do=(NEAR, _ALL),
        variants={
            ("near", ""): Words(
                _NO_COMMAND,
                N_("The first word after the program's name is a subcommand, and none is similar."),
                do=(_ALL,),
            )
        },
    ),
    "usage.no_command": Words(
        N_("A subcommand is missing."),
        N_("A subcommand is needed with {flags}; without one the window opens."),
        do=(N_("Name the subcommand first, for example “playvox-provisioning status --json”."), _ALL),
    ),
    "usage.window_flag": Words(
        N_("{flag} cannot be combined with a subcommand."),
        N_("It belongs to the window, which opens without a subcommand."),
        do=(N_("Leave out {flag}, or the subcommand."),),
    ),
    "usage.bad_choice": Words(
        _NO_VALUE,
        _VALUES,
        do=(NEAR, _HELP),
        variants={
            ("near", ""): Words(
                _NO_VALUE,
                _VALUES,
                do=(N_("Use one of these values."), _HELP),
            )
        },
    ),
    "usage.bad_value": Words(
        N_("{flag} cannot be {value}."),
        "{why}",
        do=(_CORRECT, _HELP),
        variants={("value", ""): Words(N_("{flag} has no value."), "{why}", do=(_CORRECT, _HELP))},
    ),
    "usage.bad_variable": Words(
        N_("The environment variable {name} cannot be {value}."),
        N_("It stands for {flag}. {why}"),
        do=(N_("Correct the variable, or unset it and use {flag}."),),
    ),
    "usage.missing": Words(
        N_("{missing} is missing."),
        _NEEDED,
        do=(N_("Add {missing}; the usage above shows how."),),
    ),
    "usage.no_action": Words(
        N_("ACTION is missing."),
        N_("This subcommand has several actions: {actions}."),
        do=(N_("Name one of them; the usage above shows how."),),
    ),
    "usage.report_output": Words(
        N_("{flag} is missing."),
        N_("A report is a file, or JSON on standard output."),
        do=(N_("Add --output FILE, or --json."),),
    ),
    "usage.report_format": Words(
        N_("The name {file} does not say which format is wanted."),
        N_("The formats are HTML and JSON."),
        do=(N_("Name a file that ends in .html or .json. To get a PDF, print the HTML file."),),
    ),
    "usage.watch_json": Words(
        N_("{flag} needs --once here."),
        N_("Without --once, watch prints one line for each change and goes on."),
        do=(N_("Add --once."),),
    ),
    "usage.no_config": Words(
        N_("The configuration file is missing."),
        N_("Neither --config nor PLAYVOX_PROVISIONING_CONFIG names one, and this folder has no {name}."),
        do=(N_("Add --config FILE; “export” writes a first file."),),
    ),
    "usage.one_missing": Words(
        N_("One of these is missing: {missing}."),
        _NEEDED,
        do=(N_("Add one of them; the usage above shows how."),),
    ),
    "usage.missing_value": Words(
        N_("The value of {flag} is missing."),
        N_("What follows it is another flag, or nothing."),
        do=(N_("Write the value behind {flag}; one that begins with a dash as {flag}=VALUE."),),
    ),
    "usage.value_unused": Words(
        N_("{flag} takes no value."),
        N_("It is either there or not; {value} has no meaning here."),
        do=(N_("Write {flag} alone."),),
    ),
    "usage.conflict": Words(
        N_("{flag} and {other} cannot be combined."),
        N_("Each of them says the same thing in another way."),
        do=(N_("Keep one of the two."),),
    ),
    "usage.unexpected": Words(
        N_("{text} is one word too many."),
        N_("“{command}” expects nothing more there."),
        do=(
            N_("Leave it out."),
            N_("Put a value with spaces in quotation marks."),
            _HELP,
        ),
    ),
    "usage.nothing_to_test": Words(
        N_("There is nothing to test."),
        N_("The test needs the address of Playvox, or a setup that has one."),
        do=(N_("Add --subdomain NAME, --url URL or --profile NAME."),),
    ),
    "usage.saved_alone": Words(
        N_("--saved needs --entra, and no address or key."),
        N_("Microsoft's service tests the address and the key that are saved in Entra."),
        do=(N_("Use test --entra --saved, with --profile NAME for another setup than the last one."),),
    ),
    "usage.one_list": Words(
        N_("Nobody is named, or more than one list is."),
        N_("People are named one by one, in a file, or are those of the interrupted run."),
        do=(N_("Use either PERSON …, --file LIST or --resume."),),
    ),
    "usage.one_change": Words(
        N_("No change is named, or more than one kind of change is."),
        N_("One run renames a person, moves them, or changes the state of their account."),
        do=(N_("Use the flags of one kind only; run the command once for each kind of change."),),
    ),
    "usage.no_profile": Words(
        N_("There is no setup named {name}."),
        N_("A setup has the name or id of its tenant, or its own id; none in {folder} has this one."),
        do=(N_("Use --subdomain or --url instead, or another name."),),
    ),
    "usage.other": Words(
        N_("The command is not complete, or its parts do not go together."),
        "{why}",
        do=(N_("Compare it with the usage above."),),
    ),
}
