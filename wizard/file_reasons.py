"""Why a file cannot be read or written, in words of the program instead of the operating system's."""

from __future__ import annotations

import errno
from collections.abc import Mapping

from wizard.messages import N_, _, translate
from wizard.own_files import FileTooLargeError, NotAFileError

_REASONS: Mapping[int, str] = {
    errno.ENOENT: N_("The file or its folder does not exist."),
    errno.EACCES: N_("This account may not read or write it."),
    errno.EPERM: N_("This account may not read or write it there."),
    errno.EISDIR: N_("It is a folder, not a file."),
    errno.ENOTDIR: N_("A part of its path is a file, not a folder."),
    errno.ENOSPC: N_("There is no space left on the disk."),
    errno.EROFS: N_("The disk can only be read."),
    errno.ENAMETOOLONG: N_("Its name is too long."),
    errno.ELOOP: N_("Its links lead back to each other."),
    errno.ENOTEMPTY: N_("The folder is not empty."),
    errno.EBUSY: N_("Another program has it open."),
    errno.EEXIST: N_("It exists already."),
    errno.EDQUOT: N_("Your share of the disk is used up (quota)."),
    errno.ENOLCK: N_("The folder's file system locks no files, as some network folders do."),
    errno.ESTALE: N_("The network folder it lies in has changed or is gone."),
    errno.EIO: N_("The disk or the network folder reports an error."),
    errno.EMFILE: N_("This program has too many files open."),
}


def file_reason(error: OSError | ValueError) -> str:
    """One sentence: why reading or writing failed."""
    if isinstance(error, NotAFileError):
        return _("It is a folder, a pipe or a device, not a file.")
    if isinstance(error, FileTooLargeError):
        return _("It is larger than {bytes} bytes.").format(bytes=error.most)
    number = error.errno if isinstance(error, OSError) else None
    if number is not None and number in _REASONS:
        return translate(_REASONS[number])
    if isinstance(error, UnicodeDecodeError):
        return _("It is not text in UTF-8.")
    reason = getattr(error, "strerror", None)
    return _("The system reports: {reason}.").format(reason=reason) if reason else _("It cannot be read.")


def storage_reason(error: Exception) -> str:
    """One sentence: why a file or a database could not be read or written."""
    import sqlite3  # its library is slow to load, and most reasons need none of it

    if not isinstance(error, sqlite3.Error):
        return file_reason(error if isinstance(error, OSError | ValueError) else OSError(None, str(error)))
    code: int = getattr(error, "sqlite_errorcode", 0) or 0
    if code in (sqlite3.SQLITE_IOERR_LOCK, sqlite3.SQLITE_IOERR_RDLOCK, sqlite3.SQLITE_IOERR_UNLOCK):
        return translate(_REASONS[errno.ENOLCK])
    result = code & 0xFF
    if result in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return _("Another copy of this program holds it.")
    same_as = {  # the operating system's errors that mean the same
        sqlite3.SQLITE_FULL: errno.ENOSPC,
        sqlite3.SQLITE_READONLY: errno.EACCES,
        sqlite3.SQLITE_PERM: errno.EACCES,
        sqlite3.SQLITE_IOERR: errno.EIO,
    }
    if result in same_as:
        return translate(_REASONS[same_as[result]])
    return _("The database reports: {detail}.").format(detail=str(error) or type(error).__name__)


def json_reason(error: ValueError | RecursionError) -> str:
    """One sentence: why a text is not JSON, with the place."""
    line, column = getattr(error, "lineno", None), getattr(error, "colno", None)
    if line is None:
        return _("It is not JSON.")
    return _("It is not JSON: line {line}, column {column}.").format(line=line, column=column)
