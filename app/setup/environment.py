"""The virtual environment beside main.py: made, repaired, gone on in, and filled with the packages."""

import importlib
import os
import shutil
import site
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from app.resources import ROOT
from app.setup.requirements import project_requirements, unmet_requirements
from app.setup.shell import SetUpError, run, say, succeeds
from app.setup.system import fill_gaps, pip_gaps

ENVIRONMENT = ROOT / ".venv"
ENVIRONMENT_PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def is_environment() -> bool:
    """Whether the running Python belongs to a virtual environment."""
    return sys.prefix != sys.base_prefix


def is_sound(python: Path) -> bool:
    """Whether a virtual environment's Python is there, runs, is recent enough and knows that it is one."""
    probe = "import sys; sys.exit(sys.prefix == sys.base_prefix or sys.version_info < (3, 11))"
    return python.exists() and succeeds([str(python), "-I", "-c", probe])


def make_environment() -> None:
    """Make the virtual environment beside main.py, in place of what may be left of one."""
    say(f"{'Repairing' if ENVIRONMENT.exists() else 'Making'} the environment {ENVIRONMENT} ...")
    if ENVIRONMENT.is_symlink() and not ENVIRONMENT.exists():
        ENVIRONMENT.unlink()
    if not run([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)]) or not is_sound(ENVIRONMENT_PYTHON):
        raise SetUpError(f"The environment could not be made (see above); is {ROOT} writable, and is there space left?")


def go_on_in(python: Path, arguments: Sequence[str]) -> NoReturn:
    """Start again in another Python and end as it ends."""
    command = [str(python), str(ROOT / "main.py"), *arguments]
    if os.name == "nt":  # there, execv returns to the shell at once
        sys.exit(subprocess.run(command, check=False).returncode)
    os.execv(command[0], command)


def install_packages(extra: str = "", is_repair: bool = False) -> None:
    """Install the project with its requirements into the environment of the running Python.

    Parameters
    ----------
    extra
        An extra of pyproject.toml to install too.
    is_repair
        Put back also what seems to be installed.
    """
    target = f".[{extra}]" if extra else "."
    say(f"Installing the packages into {sys.prefix}; this takes about a minute ...")
    ensure_pip()
    command = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check"]
    unfinished_mark().touch()
    is_done = run([*command, *(["--ignore-installed"] if is_repair else []), "-e", target])
    unfinished_mark().unlink(missing_ok=True)  # not reached when interrupted, and a pip that merely fails tidies up
    if not is_done:
        raise SetUpError("The packages could not be installed (see above). Is there a network? Then start again.")

    importlib.invalidate_caches()
    site.addsitedir(sysconfig.get_path("purelib"))
    if unmet := unmet_requirements(project_requirements(extra)):
        raise SetUpError(f"pip is done, but these are still missing: {', '.join(map(str, unmet))}.")


def unfinished_mark() -> Path:
    """A file that is there while packages are being installed, and after an installation that was cut off."""
    return Path(sys.prefix) / "unfinished-installation"


def ensure_pip() -> None:
    """Give the running environment a pip that works."""
    if succeeds([sys.executable, "-m", "pip", "--version"]):
        return
    fill_gaps(pip_gaps())
    # ensurepip leaves alone what calls itself pip, be it only half there.
    packages = Path(sysconfig.get_path("purelib"))
    for remains in [packages / "pip", *packages.glob("pip-[0-9]*.dist-info")]:
        shutil.rmtree(remains, ignore_errors=True)
    if not run([sys.executable, "-m", "ensurepip", "--default-pip"]):
        raise SetUpError(f"pip could not be installed into {sys.prefix} (see above).")
