"""What Qt and pip need of the system, and how Debian brings it."""

import ctypes
import importlib
import importlib.util
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.setup.shell import SetUpError, run, say

# What Qt loads from the system, and the Debian package that brings it.
QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
X11_LIBRARIES = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """Something the system lacks and the Debian package that brings it; what is only wished for stops nobody."""

    what: str
    package: str
    is_needed: bool = True


def can_load(library: str) -> bool:
    """Whether the system has a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_chinese_font() -> bool:
    """Whether a font with Chinese glyphs is installed, as fontconfig (and so Qt) sees it."""
    try:
        fontconfig = ctypes.CDLL("libfontconfig.so.1")
    except OSError:
        return False
    for function in (fontconfig.FcNameParse, fontconfig.FcObjectSetCreate, fontconfig.FcFontList):
        function.restype = ctypes.c_void_p
    pattern = ctypes.c_void_p(fontconfig.FcNameParse(b":lang=zh-cn"))
    objects = ctypes.c_void_p(fontconfig.FcObjectSetCreate())
    fonts = fontconfig.FcFontList(None, pattern, objects)
    # An FcFontSet starts with the number of its fonts.
    return bool(fonts) and ctypes.c_int.from_address(fonts).value > 0


def qt_gaps(
    platform: str | None = None,
    can_load: Callable[[str], bool] = can_load,
    has_chinese_font: Callable[[], bool] = has_chinese_font,
) -> list[Gap]:
    """What Qt misses on this system; nothing on other systems than Linux, where its wheels bring all.

    Parameters
    ----------
    platform
        Qt's platform plugin; the one QT_QPA_PLATFORM names by default.
    can_load, has_chinese_font
        How the system is asked.
    """
    if sys.platform != "linux":
        return []
    platform = os.environ.get("QT_QPA_PLATFORM", "") if platform is None else platform
    libraries = QT_LIBRARIES | (X11_LIBRARIES if platform.partition(":")[0] in {"", "xcb"} else {})
    gaps = [Gap(library, package) for library, package in libraries.items() if not can_load(library)]
    if not has_chinese_font():
        gaps.append(Gap("a font with Chinese glyphs", "fonts-wqy-microhei", is_needed=False))
    return gaps


def pip_gaps() -> list[Gap]:
    """What Python misses to make environments: Debian packs ensurepip apart from it."""
    if all(importlib.util.find_spec(module) for module in ("venv", "ensurepip")):
        return []
    is_default = Path(sys.executable).resolve() == Path("/usr/bin/python3").resolve()
    version = "3" if is_default else f"{sys.version_info[0]}.{sys.version_info[1]}"
    return [Gap("Python's ensurepip", f"python{version}-venv")]


def fill_gaps(gaps: Sequence[Gap], is_root: bool | None = None, apt_get: str | None = shutil.which("apt-get")) -> None:
    """Install what the system lacks, or say how to.

    Parameters
    ----------
    gaps
        What is missing.
    is_root
        Whether the system may be changed; looked up by default.
    apt_get
        Debian's installer, None where there is none: then the gaps are named and left.

    Raises
    ------
    SetUpError
        Something needed is missing and could not be installed; the message holds the line that does it.
    """
    if not gaps:
        return
    missing = f"Missing on this system: {', '.join(gap.what for gap in gaps)}."
    if apt_get is None:
        say(f"{missing} Please install it with the system's package manager.")
        return
    packages = [gap.package for gap in gaps]
    if is_root or (is_root is None and sys.platform == "linux" and os.geteuid() == 0):
        say(f"{missing} Installing {' '.join(packages)} ...")
        if apt_install(apt_get, packages):
            return
    advice = f"{missing} This installs it:\n\n    sudo {apt_line(packages)}\n"
    if any(gap.is_needed for gap in gaps):
        raise SetUpError(f"{advice}\nThen start again.")
    say(advice)


def apt_line(packages: Sequence[str]) -> str:
    """Command line that installs Debian packages."""
    return f"apt-get install --no-install-recommends {' '.join(packages)}"


def apt_install(apt_get: str, packages: Sequence[str]) -> bool:
    """Install Debian packages without a question; whether it succeeded."""
    run([apt_get, "update"])  # a single source out of reach must not stop the rest
    importlib.invalidate_caches()
    options = ["-y", "-o", "DPkg::Lock::Timeout=120"]
    return run([apt_get, *options, *apt_line(packages).split()[1:]], DEBIAN_FRONTEND="noninteractive")
