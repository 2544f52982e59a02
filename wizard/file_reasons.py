"""Why a file cannot be read or written, in words of the program instead of the operating system's."""

from __future__ import annotations

import errno
import sys
from collections.abc import Mapping
from pathlib import Path

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
# Errors of Windows that Python gives a number which means something else.
_WINDOWS: Mapping[int, int] = {
    19: errno.EROFS,  # ERROR_WRITE_PROTECT
    21: errno.EIO,  # ERROR_NOT_READY: a drive without its disk
    32: errno.EBUSY,  # ERROR_SHARING_VIOLATION
    33: errno.EBUSY,  # ERROR_LOCK_VIOLATION
    39: errno.ENOSPC,  # ERROR_HANDLE_DISK_FULL
    53: errno.ESTALE,  # ERROR_BAD_NETPATH
    64: errno.ESTALE,  # ERROR_NETNAME_DELETED
    67: errno.ESTALE,  # ERROR_BAD_NET_NAME
    206: errno.ENAMETOOLONG,  # ERROR_FILENAME_EXCED_RANGE
    1295: errno.EDQUOT,  # ERROR_DISK_QUOTA_EXCEEDED
}
_WINDOWS_LONGEST = 247  # letters of a folder's path, where long paths are not switched on
_NOT_IN_NAMES = frozenset('<>"|?*') | {chr(number) for number in range(32)}


def file_reason(error: OSError | ValueError) -> str:
    """One sentence: why reading or writing failed."""
    if isinstance(error, NotAFileError):
        return _("It is a folder, a pipe or a device, not a file.")
    if isinstance(error, FileTooLargeError):
        return _("It is larger than {bytes} bytes.").format(bytes=error.most)
    if sys.platform == "win32" and isinstance(error, OSError) and (why := windows_reason(error)):
        return why
    number = error.errno if isinstance(error, OSError) else None
    if number is not None and number in _REASONS:
        return translate(_REASONS[number])
    if isinstance(error, UnicodeDecodeError):
        return _("It is not text in UTF-8.")
    reason = getattr(error, "strerror", None)
    return _("The system reports: {reason}.").format(reason=reason) if reason else _("It cannot be read.")


def windows_reason(error: OSError) -> str:
    """Why, where the error's number alone would say something else on Windows; else nothing.

    Opening a folder, or a file that another program holds, is a missing permission there; a path that is
    too long does not exist, and a name with letters that no name may have is an invalid argument.
    """
    known = _WINDOWS.get(getattr(error, "winerror", None) or 0)
    if known is not None:
        return translate(_REASONS[known])
    names = [name for name in (error.filename, error.filename2) if isinstance(name, str)]
    if error.errno == errno.EACCES:
        if any(Path(name).is_dir() for name in names):
            return translate(_REASONS[errno.EISDIR])
        if any(Path(name).exists() for name in names):
            return _("Another program has it open, or this account may not read or write it.")
    if error.errno == errno.ENOENT and any(len(name) > _WINDOWS_LONGEST for name in names):
        return translate(_REASONS[errno.ENAMETOOLONG])
    if error.errno == errno.EINVAL and any(not _NOT_IN_NAMES.isdisjoint(name) for name in names):
        return _("Its name has characters that Windows does not allow.")
    return ""


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
