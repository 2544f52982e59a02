"""Fields whose input is kept until it is used, and how their value is read and put back.

Fields for keys are not among them. How lists are sorted and what is unfolded is kept by `kept_views`.
"""

from __future__ import annotations

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QLineEdit, QPlainTextEdit, QSpinBox

BEFORE_SIGN_IN = ("tenant", "client-id", "cloud", "troubleshoot-tenant-url")
"""Fields that belong to no setup."""
IN_A_SETUP = (
    "application-name", "log-keep", "new-role", "notification-email", "on-demand-names", "pasted-error",
    "people-names", "people-search", "preview-search", "relink-person", "report-names", "restart-choice",
    "rotate-day", "rotate-person", "tenant-url", "threshold", "why-person",
)  # fmt: skip
"""Fields that are kept for each setup."""
LOOKED_UP = ("people-search", "preview-search", "why-person")
"""Of these, those that are shown again without looking anything up: that would end what is being read."""
DRAWN_FIRST = ("log-keep",)
"""Choices that the page sets when it has read what is saved."""
_NOTHING = "none"  # a choice that stands for no value, such as no limit
_FILTER = "-filter"  # ends the names of the fields that filter a list
KeptField = QLineEdit | QPlainTextEdit | QCheckBox | QComboBox | QSpinBox | QDateEdit
KINDS = (QLineEdit, QPlainTextEdit, QCheckBox, QComboBox, QSpinBox, QDateEdit)


def is_kept(field: KeptField) -> bool:
    """Whether the input of this field is kept."""
    return field.objectName() in (*BEFORE_SIGN_IN, *IN_A_SETUP) or is_filter(field)


def is_filter(field: KeptField) -> bool:
    """Whether this is the filter of a list, which no commit uses up."""
    return isinstance(field, QLineEdit) and field.objectName().endswith(_FILTER)


def value_of(field: KeptField) -> str | int | bool:
    """What is typed or chosen; a text is empty where nothing is."""
    if isinstance(field, QLineEdit):
        return field.text()
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText()
    if isinstance(field, QCheckBox):
        return field.isChecked()
    if isinstance(field, QComboBox):
        return _id(field, field.currentIndex())
    if isinstance(field, QDateEdit):
        return field.date().toString(Qt.DateFormat.ISODate)
    return field.value()


def is_free(field: KeptField) -> bool:
    """Whether nothing would be overwritten: a text that the page has drawn stays."""
    return not isinstance(field, QLineEdit | QPlainTextEdit) or not value_of(field)


def put(field: KeptField, value: object, *, tell: bool) -> bool:
    """Show this value as if it was typed or chosen just now; False where the field cannot have it.

    `tell`: the page hears of it, and sends it to its step.
    """
    if isinstance(field, QLineEdit) and isinstance(value, str):
        field.setText(value)
        if tell:
            field.textEdited.emit(value)
        return True
    if isinstance(field, QPlainTextEdit) and isinstance(value, str):
        field.setPlainText(value)
        return True
    if isinstance(field, QCheckBox) and isinstance(value, bool):
        if field.isChecked() is not value:
            field.click()
        return True
    if isinstance(field, QComboBox) and isinstance(value, str):
        index = next((each for each in range(field.count()) if _id(field, each) == value), -1)
        if index >= 0:
            field.setCurrentIndex(index)
            field.activated.emit(index)
        return index >= 0
    if isinstance(field, QDateEdit) and isinstance(value, str):
        field.setDate(QDate.fromString(value, Qt.DateFormat.ISODate))
        return value_of(field) == value
    if isinstance(field, QSpinBox) and isinstance(value, int) and not isinstance(value, bool):
        field.setValue(value)
        field.editingFinished.emit()
        return field.value() == value
    return False


def _id(field: QComboBox, index: int) -> str:
    data = field.itemData(index)
    data = data[0] if isinstance(data, tuple | list) and data else data
    if isinstance(data, int):
        return str(data)
    return data if isinstance(data, str) else _NOTHING if field.itemText(index) and data is None else ""
