"""Evaluates the system's proxy script through Windows (WinHTTP).

Source: Microsoft Learn, WinHttpGetIEProxyConfigForCurrentUser and WinHttpGetProxyForUrl.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Any, ClassVar

_AUTO_DETECT, _CONFIG_URL = 0x1, 0x2
_BY_DHCP, _BY_DNS = 0x1, 0x2
_NAMED_PROXY = 3


class _UserConfig(ctypes.Structure):
    _fields_: ClassVar[Any] = [
        ("auto_detect", ctypes.c_int),
        ("config_url", ctypes.c_void_p),
        ("proxy", ctypes.c_void_p),
        ("bypass", ctypes.c_void_p),
    ]


class _Options(ctypes.Structure):
    _fields_: ClassVar[Any] = [
        ("flags", ctypes.c_uint32),
        ("detect", ctypes.c_uint32),
        ("config_url", ctypes.c_wchar_p),
        ("reserved_pointer", ctypes.c_void_p),
        ("reserved_number", ctypes.c_uint32),
        ("log_on", ctypes.c_int),
    ]


class _Info(ctypes.Structure):
    _fields_: ClassVar[Any] = [
        ("access", ctypes.c_uint32),
        ("proxy", ctypes.c_void_p),
        ("bypass", ctypes.c_void_p),
    ]


def ask_winhttp(url: str) -> tuple[str, str]:
    """The script's address ("wpad" for automatic detection) and the proxy it names, or empty texts."""
    if sys.platform != "win32":
        return "", ""
    winhttp = ctypes.WinDLL("winhttp")  # type: ignore[unreachable, unused-ignore]
    winhttp.WinHttpOpen.restype = ctypes.c_void_p
    winhttp.WinHttpOpen.argtypes = [
        ctypes.c_wchar_p,
        ctypes.c_uint32,
        ctypes.c_void_p,
        ctypes.c_void_p,
        ctypes.c_uint32,
    ]
    winhttp.WinHttpGetProxyForUrl.argtypes = [
        ctypes.c_void_p,
        ctypes.c_wchar_p,
        ctypes.c_void_p,
        ctypes.c_void_p,
    ]
    winhttp.WinHttpCloseHandle.argtypes = [ctypes.c_void_p]
    config = _UserConfig()
    if not winhttp.WinHttpGetIEProxyConfigForCurrentUser(ctypes.byref(config)):
        return "", ""
    script = _text(config.config_url)
    for pointer in (config.config_url, config.proxy, config.bypass):
        _free(pointer)
    if not script and not config.auto_detect:
        return "", ""
    session = winhttp.WinHttpOpen("playvox-provisioning", 1, None, None, 0)
    if not session:
        return script or "wpad", ""
    try:
        flags = (_CONFIG_URL if script else 0) | (_AUTO_DETECT if config.auto_detect else 0)
        detect = _BY_DHCP | _BY_DNS if config.auto_detect else 0
        options = _Options(flags, detect, script or None, None, 0, 1)
        info = _Info()
        if not winhttp.WinHttpGetProxyForUrl(session, url, ctypes.byref(options), ctypes.byref(info)):
            return script, ""
        named = _text(info.proxy) if info.access == _NAMED_PROXY else ""
        _free(info.proxy)
        _free(info.bypass)
        return script or "wpad", first_proxy(named)
    finally:
        winhttp.WinHttpCloseHandle(session)


def first_proxy(named: str) -> str:
    """The first proxy of a list such as "host:port;other:port" or "https=host:port;socks=host:port".

    For Windows, a SOCKS proxy is version 4.
    """
    for item in named.replace(";", " ").split():
        kind, _equals, place = item.rpartition("=")
        if kind.lower() in ("", "https", "http"):
            return place
        if kind.lower() == "socks":
            return f"socks4://{place}"
    return ""


def _text(pointer: int | None) -> str:
    return ctypes.wstring_at(pointer) if pointer else ""


def _free(pointer: int | None) -> None:
    if pointer and sys.platform == "win32":
        free = ctypes.WinDLL("kernel32").GlobalFree  # type: ignore[unreachable, unused-ignore]
        free.argtypes = [ctypes.c_void_p]
        free(pointer)
