"""Sets the program up where it is not yet, then hands the command line to app.cli; standard library only.

Here live the environment, the system's libraries and the test run; what the program itself can do does not.
Everything said here goes to stderr: stdout belongs to the command.
"""

import contextlib
import ctypes
import importlib
import importlib.util
import os
import re
import shutil
import signal
import site
import subprocess
import sys
import sysconfig
import time
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, NoReturn

from app.commands import COMMANDS, EXIT_BAD_INPUT, EXIT_INTERRUPTED

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
ENVIRONMENT_PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

TEST_HELP = """usage: main.py test [pytest arguments]

Run ruff check, ruff format --check, mypy and all the tests, slow ones included; arguments go to pytest."""

# The full PySide6 holds the same modules as its Essentials.
OTHER_NAMES = {"pyside6-essentials": ("PySide6",)}

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


class SetUpError(Exception):
    """The program cannot start; the message tells the user why and what to do."""

    def __init__(self, message: str, status: int = 1) -> None:
        super().__init__(message)
        self.status = status


def main(argv: Sequence[str] | None = None) -> int:
    """Set up what is missing and run the command line.

    Parameters
    ----------
    argv
        The command line without the program's name; None takes sys.argv. `--no-setup` before a `--` switches
        the set-up off.

    Returns
    -------
    int
        The exit status: the command's own; 1 if the set-up failed, 2 if packages are missing under `--no-setup`.
    """
    arguments, may_set_up = split_no_setup(sys.argv[1:] if argv is None else argv)
    is_test = arguments[:1] == ["test"]
    if asks_only(arguments):
        if is_test:
            print(TEST_HELP)
            return 0
        # The help of a single command may list choices that only the packages know: then it needs them too.
        with contextlib.suppress(ModuleNotFoundError):
            return run_command(arguments)

    if is_test:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        prepare(arguments, may_set_up)
    except SetUpError as error:
        say(str(error))
        return error.status
    except KeyboardInterrupt:
        say("Stopped. The next start goes on with the set-up.")
        return EXIT_INTERRUPTED
    return run_tests(arguments[1:]) if is_test else run_command(arguments)


def run_command(arguments: list[str]) -> int:
    """Hand the command line to the program."""
    from app.cli import main as run_program  # only now: it may expect its packages to be there

    if COMMANDS.keys() & arguments:
        signal.signal(signal.SIGINT, interrupt_once)
    return run_program(arguments)


def interrupt_once(_signal: int, _frame: object) -> NoReturn:
    """Interrupt at the first Ctrl-C alone: a second one would come while what is done is put away."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt


def say(message: str) -> None:
    """Tell the user something about the set-up."""
    print(message, file=sys.stderr, flush=True)


# ---- The command line -------------------------------------------------------------------------------------------


def split_no_setup(argv: Sequence[str]) -> tuple[list[str], bool]:
    """Take `--no-setup` out of the command line, up to a `--`.

    Returns
    -------
    arguments, may_set_up
        The command line without it, and whether it was absent.
    """
    end = argv.index("--") if "--" in argv else len(argv)
    kept = [argument for argument in argv[:end] if argument != "--no-setup"]
    return [*kept, *argv[end:]], len(kept) == end


def asks_only(arguments: Sequence[str]) -> bool:
    """Whether the command line asks for help or the version, which needs no set-up."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    return not {"-h", "--help", "--version"}.isdisjoint(arguments[:end])


# ---- What is asked for, and what is there -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Unmet:
    """A requirement that the running Python does not meet.

    Attributes
    ----------
    name : str
        The package.
    versions : str
        The versions asked for, such as ">=1.26,<3"; empty for any.
    installed : str or None
        The version that is there instead.
    is_excluded : bool
        That version is ruled out by name (`!=`): it is known to be faulty.
    is_damaged : bool
        It is there in name, but files of it are gone.
    """

    name: str
    versions: str = ""
    installed: str | None = None
    is_excluded: bool = False
    is_damaged: bool = False

    def __str__(self) -> str:
        state = "damaged" if self.is_damaged else f"{self.installed} is there" if self.installed else ""
        return f"{self.name}{self.versions}" + (f" ({state})" if state else "")


def project_requirements(extra: str = "") -> list[str]:
    """Requirements that pyproject.toml lists, with those of an extra if one is named."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [*project.get("dependencies", []), *(project["optional-dependencies"][extra] if extra else [])]


def unmet_requirements(
    requirements: Iterable[str],
    find: Callable[[str], Distribution | None] | None = None,
    is_thorough: bool = False,
) -> list[Unmet]:
    """Requirements that are not met; those for another platform or Python (markers) do not count.

    Parameters
    ----------
    requirements
        Lines as in pyproject.toml. Without the packaging library, which pip brings along, only the names count.
    find
        Looks up an installed distribution by name; the running Python's by default.
    is_thorough
        Follow the requirements of the requirements, and look whether their files are still there.
    """
    find = find or find_distribution
    parse = requirement_parser()
    unmet: dict[str, Unmet] = {}
    queue, seen = list(requirements), set()
    while queue:
        line = queue.pop(0)
        requirement = parse(line)
        if line in seen or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        seen.add(line)
        found = find(requirement.name)
        if problem := compare(requirement, found, is_thorough):
            unmet[problem.name] = problem
        elif found and is_thorough:
            # Parsing is slow, and what only an extra asks for would be dropped anyway.
            queue += [each for each in found.requires or [] if "extra ==" not in each]
    return list(unmet.values())


def compare(requirement: Any, found: Distribution | None, is_thorough: bool) -> Unmet | None:
    """Hold one requirement against the distribution found for it."""
    name, versions = requirement.name, str(requirement.specifier)
    if found is None:
        return Unmet(name, versions)
    if not found.version or (is_thorough and is_damaged(found)):
        return Unmet(name, versions, is_damaged=True)
    if not requirement.specifier or requirement.specifier.contains(found.version, prereleases=True):
        return None
    excluded = any(
        each.operator == "!=" and not each.contains(found.version, prereleases=True) for each in requirement.specifier
    )
    return Unmet(name, versions, found.version, is_excluded=excluded)


@dataclass(frozen=True, slots=True)
class NameOnly:
    """Stands in for packaging's Requirement where that library is missing."""

    name: str
    specifier: str = ""
    marker: None = None


def requirement_parser() -> Callable[[str], Any]:
    """What turns a line into a requirement: packaging, else pip's copy of it, else a look at the name alone."""
    for module in ("packaging.requirements", "pip._vendor.packaging.requirements"):
        with contextlib.suppress(ImportError):
            parser: Callable[[str], Any] = importlib.import_module(module).Requirement
            return parser
    return lambda line: NameOnly(re.split(r"[^\w.-]", line.strip(), maxsplit=1)[0])


def find_distribution(name: str) -> Distribution | None:
    """Look up an installed distribution, also under the other names its modules come by."""
    for each in (name, *OTHER_NAMES.get(name.lower().replace("_", "-"), ())):
        with contextlib.suppress(PackageNotFoundError):
            return distribution(each)
    return None


def is_damaged(found: Distribution, samples: int = 16) -> bool:
    """Whether files that a distribution lists are gone; looks at a sample of them, because every start waits for it."""
    lines = (found.read_text("RECORD") or "").splitlines()
    paths = [line.partition(",")[0] for line in lines[:: len(lines) // samples + 1]]
    return not all(os.path.exists(str(found.locate_file(path))) for path in paths if not path.endswith(".pyc"))


# ---- The set-up ---------------------------------------------------------------------------------------------------


def prepare(arguments: list[str], may_set_up: bool) -> None:
    """See to it that the running Python can carry out a command line, or go on in one that can.

    Raises
    ------
    SetUpError
        Something is missing that cannot, or must not, be installed from here.
    """
    command = arguments[0] if arguments else ""
    extra = "test" if command == "test" else ""
    is_ours = Path(sys.prefix).resolve() == ENVIRONMENT.resolve()
    unmet = unmet_requirements(project_requirements(extra), is_thorough=is_ours and may_set_up)
    if not may_set_up:
        if unmet:
            raise SetUpError(refusal(unmet, extra), EXIT_BAD_INPUT)
        return

    gaps = qt_gaps() if COMMANDS.get(command, True) else []
    if unmet and not is_environment():
        if not is_sound(ENVIRONMENT_PYTHON):
            say(
                f"Gradient Playground needs some packages first: {', '.join(each.name for each in unmet)}. They go into "
                f"{ENVIRONMENT}, nothing else of this Python changes; it needs the network this one time."
            )
            fill_gaps([*pip_gaps(), *gaps])
            make_environment()
        go_on_in(ENVIRONMENT_PYTHON, arguments)

    fill_gaps(gaps)
    if unmet or unfinished_mark().exists():
        install_packages(extra, is_repair=unfinished_mark().exists() or any(each.is_damaged for each in unmet))


def refusal(unmet: Sequence[Unmet], extra: str = "") -> str:
    """One sentence for a start that may not install anything."""
    python = ".".join(map(str, sys.version_info[:2]))
    for each in unmet:
        if each.is_excluded:
            return (
                f"{each.name} {each.installed} is known to crash or to draw wrongly with Python {python}; "
                f'install another version (python -m pip install "{each.name}{each.versions}") '
                "or start without --no-setup."
            )
    target = f".[{extra}]" if extra else "."
    return (
        f"Missing for this Python: {', '.join(map(str, unmet))}; start without --no-setup to have it installed, "
        f'or run: python -m pip install -e "{target}"'
    )


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


def run(command: Sequence[str], **environment: str) -> bool:
    """Run a command of the set-up in view of the user; whether it succeeded."""
    # Its stdout becomes our stderr.
    return subprocess.run(command, cwd=ROOT, stdout=2, env=os.environ | environment, check=False).returncode == 0


def succeeds(command: Sequence[str]) -> bool:
    """Run a command unseen; whether it could be started and succeeded."""
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


# ---- The system's libraries -------------------------------------------------------------------------------------


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


# ---- The test run -----------------------------------------------------------------------------------------------


def run_tests(pytest_arguments: Sequence[str]) -> int:
    """Run ruff, mypy and all the tests, whatever fails on the way.

    Returns
    -------
    int
        pytest's status, or 1 if only another tool failed.
    """
    failed = [tool for tool in ("ruff check", "ruff format --check", "mypy") if not run_tool(tool)]
    extra = pytest_arguments[1:] if pytest_arguments[:1] == ["--"] else pytest_arguments
    # A plain pytest leaves the slow tests out (pyproject.toml); the empty -m takes them all.
    status = subprocess.run([sys.executable, "-m", "pytest", "-m", "", *extra], cwd=ROOT, check=False).returncode
    if failed:
        print(f"Failed before the tests: {', '.join(failed)}.", flush=True)
    return status or bool(failed)


def run_tool(tool: str) -> bool:
    """Run one tool over the project and sum it up in a line; whether it passed."""
    start = time.perf_counter()
    is_passed = subprocess.run([sys.executable, "-m", *tool.split()], cwd=ROOT, check=False).returncode == 0
    print(f"{tool}: {'passed' if is_passed else 'FAILED'} in {time.perf_counter() - start:.1f} s", flush=True)
    return is_passed
