"""Every dialog and menu of the program, opened over a window with staged steps.

`OPENINGS` has one way to open each; a test compares it with the dialogs that the program's modules have,
so that a new one is looked at like the others.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
)

import wizard.ui
from tests.ui.readable import texts
from tests.ui.stage import ANA, BO
from wizard.messages import _, ngettext, number
from wizard.messages.change_warnings import change_warning
from wizard.problem import Problem
from wizard.reports import Bundle, BundleFile
from wizard.steps import ChangePreview
from wizard.steps.base.change_preview import PlannedChange, ScopeNeed
from wizard.steps.base.people_impact import PeopleImpact
from wizard.steps.base.practice_control import PracticeControl, PracticePerson
from wizard.ui.session.program_facts import ProgramFacts
from wizard.ui.shell.crash_dialog import CrashDialog
from wizard.ui.shell.guide import GuideDialog
from wizard.ui.shell.licenses_dialog import LicensesDialog
from wizard.ui.shell.practice_people import PracticePeopleDialog
from wizard.ui.shell.settings_dialog import SettingsDialog
from wizard.ui.shell.window import MainWindow
from wizard.ui.widgets.bundle_dialog import BundleDialog
from wizard.ui.widgets.change_preview_dialog import ChangePreviewDialog
from wizard.ui.widgets.save_dialog import ask_where_to_save
from wizard.updates.checking import Updates

QTS_OWN = frozenset({"QFileDialog", "QMessageBox", "QInputDialog", "QColorDialog", "QFontDialog",
                     "QErrorMessage", "QProgressDialog", "QWizard"})  # fmt: skip


def classes() -> set[type[QDialog]]:
    """The dialogs of all modules of the window, without those that are only the base of others."""
    for module in pkgutil.walk_packages(wizard.ui.__path__, "wizard.ui."):
        importlib.import_module(module.name)
    found, left = set(), [QDialog]
    while left:
        kinds = left.pop().__subclasses__()
        left += kinds
        found |= {
            each for each in kinds if each.__module__.startswith("wizard.") and not each.__subclasses__()
        }
    return found


def made_of_qt() -> dict[str, set[str]]:
    """The modules of the window that make one of Qt's own dialogs, by the dialog's name."""
    found: dict[str, set[str]] = {}
    for path in Path("wizard").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if not any(name in text for name in QTS_OWN):
            continue
        for each in ast.walk(ast.parse(text)):
            if isinstance(each, ast.Call):
                named = each.func.value if isinstance(each.func, ast.Attribute) else each.func
                if isinstance(named, ast.Name) and named.id in QTS_OWN:
                    found.setdefault(named.id, set()).add(path.stem)
    return found


def qts_texts(window: MainWindow) -> dict[str, str]:
    """What Qt itself writes in file dialogs, on buttons and in menus of fields, by a name for each."""
    found: dict[str, str] = {}
    for name in ("saving a file", "opening a file"):
        dialog = OPENINGS[name][1](window)
        dialog.show()
        shown = [text for text in texts(dialog) if not text[0].startswith(("cell", "title", "QComboBox"))]
        found |= {f"{name} {number} {where}": text for number, (where, text) in enumerate(shown)}
        dialog.close()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # or it is found again
    box, kinds = QDialogButtonBox(), QDialogButtonBox.StandardButton
    for kind in kinds:
        if kind is not kinds.NoButton:
            found[f"button {kind.name}"] = box.addButton(kind).text()
    for field in (QLineEdit("a"), QPlainTextEdit("a")):
        menu = field.createStandardContextMenu()
        for action in menu.actions():
            found[f"{type(field).__name__} {action.objectName()}"] = action.text().partition("\t")[0]
    return {name: text for name, text in found.items() if any(letter.isalpha() for letter in text)}


class PeopleOfNobody(PracticeControl):
    """The control API of a practice tenant that does not run."""

    def __init__(self) -> None:
        self.shown = (
            _person("1", ANA.name),
            _person("2", BO.name, deleted=True),
            _person("3", "Zoë", enabled=False),
        )

    async def people(self, text: str = "") -> tuple[PracticePerson, ...]:
        return self.shown

    async def groups(self) -> tuple[str, ...]:
        return ("Support Alumni",)


def _person(key: str, name: str, *, enabled: bool = True, deleted: bool = False) -> PracticePerson:
    return PracticePerson(
        id=key,
        name=name,
        user_name=f"{key}@contoso.example",
        given_name="Ana",
        surname="Müller",
        department="Customer Support",
        enabled=enabled,
        deleted=deleted,
        groups=("Support Alumni",),
    )


def preview(window: MainWindow) -> ChangePreview:
    """A commit that adds, changes and removes, with a warning, a permission and an impact on people."""
    people = window.page("people").step
    assert people is not None
    return ChangePreview(
        (
            PlannedChange("+", ANA.name, _("no longer assigned")),
            PlannedChange(
                "~", _("Tenant URL"), "https://acme.playvox.com/scim/v1 → https://b.playvox.com/scim/v1"
            ),
            PlannedChange("-", BO.name),
        ),
        (change_warning("unassigned_deactivated"), change_warning("nobody_notified")),
        (ScopeNeed("AppRoleAssignment.ReadWrite.All", _("Application not created")),),
        access=(lambda request: request,),
    )


def _confirmation(window: MainWindow) -> QDialog:
    dialog = ChangePreviewDialog(_("Start provisioning"), preview(window), _("Start provisioning"), window)
    dialog.show_progress(_("Reading assignments …"))
    return dialog


def _impact(window: MainWindow) -> QDialog:
    dialog = ChangePreviewDialog(
        _("Stop provisioning"), preview(window), _("Stop provisioning"), window, destructive=True
    )
    plan = window.page("turn_on").step
    assert plan is not None
    dialog.show_impact(_Known(plan.view.plan))  # type: ignore[arg-type]
    return dialog


def _unknown_impact(window: MainWindow) -> QDialog:
    dialog = ChangePreviewDialog(_("Remove selected"), preview(window), _("Remove selected"), window)
    dialog.show_impact(PeopleImpact(problem=Problem("key_first")))
    return dialog


class _Known:
    """What a commit does to people, where many of them lose access."""

    problem = None
    must_type = 57

    def __init__(self, view: Any) -> None:
        self.view = view


def _settings(*, busy: bool) -> Callable[[MainWindow], QDialog]:
    def opened(window: MainWindow) -> QDialog:
        facts = ProgramFacts(
            "/home/alex/.local/share/playvox-provisioning",
            _("Proxy: none; this program connects directly."),
            busy=busy,
            logs=ngettext(
                "Logs: kept on this computer for {n} day.", "Logs: kept on this computer for {n} days.", 30
            ).format(n=number(30)),
            updates=Updates(on=False, state="not_checked", why="off"),
        )
        dialog = SettingsDialog(facts, "", window)
        if busy:
            dialog.updates.show_problem(Problem("update_no_address"))
        return dialog

    return opened


def _practice_people(person: int) -> Callable[[MainWindow], QDialog]:
    def opened(window: MainWindow) -> QDialog:
        control = PeopleOfNobody()
        dialog = PracticePeopleDialog(control, window.session.run, window)
        dialog._show_people(control.shown)
        dialog._show_groups(("Support Alumni",))
        dialog.list.setCurrentRow(person)
        if person == 0:
            dialog._changed(control.shown[0])
        return dialog

    return opened


def _guide(page: str) -> Callable[[MainWindow], QDialog]:
    def opened(window: MainWindow) -> QDialog:
        dialog = GuideDialog(window)
        if page:
            dialog.show_page(page)
        else:
            dialog.show_cause("tls_untrusted")
        return dialog

    return opened


def _bundle(window: MainWindow) -> QDialog:
    files = (BundleFile("steps.json", _("Report"), "{}\n" * 90),)
    return BundleDialog(Bundle(files), window)


def _saving(window: MainWindow) -> QDialog:
    ask_where_to_save(
        window, "save-dialog", _("Save the support bundle"), _("Zip file (*.zip)"), "playvox.zip", print
    )
    return _found(window, "save-dialog")


def _opening(window: MainWindow) -> QDialog:
    window.go_to("people")
    button = next(
        each
        for each in window.page("people").findChildren(QAbstractButton)
        if each.objectName().endswith("-file")
    )
    button.click()
    return _found(window, button.objectName() + "-dialog")


def _found(window: MainWindow, name: str) -> QDialog:
    dialog = window.findChild(QFileDialog, name)
    assert isinstance(dialog, QFileDialog)
    return dialog


OPENINGS: MappingProxyType[str, tuple[type[QDialog], Callable[[MainWindow], QDialog]]] = MappingProxyType(
    {
        "confirmation": (ChangePreviewDialog, _confirmation),
        "confirmation with its impact": (ChangePreviewDialog, _impact),
        "confirmation without an impact": (ChangePreviewDialog, _unknown_impact),
        "settings": (SettingsDialog, _settings(busy=False)),
        "settings while something runs": (SettingsDialog, _settings(busy=True)),
        "licenses": (LicensesDialog, LicensesDialog),
        "guide": (GuideDialog, _guide("key")),
        "guide at a cause": (GuideDialog, _guide("")),
        "bundle": (BundleDialog, _bundle),
        "crash": (
            CrashDialog,
            lambda window: CrashDialog("LookupError: the drawer is empty\n" * 40, window),
        ),
        "people in practice": (PracticePeopleDialog, _practice_people(0)),
        "deleted people in practice": (PracticePeopleDialog, _practice_people(1)),
        "saving a file": (QFileDialog, _saving),
        "opening a file": (QFileDialog, _opening),
    }
)
"""The dialog's class, and what opens it over the window, by a name for it."""
