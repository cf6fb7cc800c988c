"""The front door, tried on small projects of its own shape: no network, no large packages."""

import ast
import os
import re
import runpy
import shutil
import signal
import subprocess
import sys
import time
import tomllib
import zipfile
from importlib.metadata import Distribution, version
from pathlib import Path

import pytest

from app import bootstrap
from app.commands import COMMANDS
from app.setup import requirements, system
from app.setup.requirements import Unmet, unmet_requirements
from app.setup.shell import SetUpError
from app.setup.system import Gap

ROOT = Path(__file__).parents[1]
BASE_PYTHON = getattr(sys, "_base_executable", sys.executable)

CLI = """
import json, sys

def main(argv):
    heavy = sorted({"torch", "numpy", "PySide6", "packaging"} & set(sys.modules))
    print(json.dumps([argv, sys.prefix, heavy]))
    return 7 if argv == ["train", "seven"] else 0
"""

# The smallest backend that can install a project in editable form, so that no test needs the network.
BACKEND = """
import pathlib, zipfile

def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    name = "small-1.0-py3-none-any.whl"
    lines = (pathlib.Path(__file__).parent / "requires.txt").read_text().splitlines()
    with zipfile.ZipFile(pathlib.Path(wheel_directory) / name, "w") as wheel:
        wheel.writestr("small-1.0.dist-info/METADATA", "\\n".join(["Metadata-Version: 2.1", "Name: small",
            "Version: 1.0", "Provides-Extra: test", *(f"Requires-Dist: {line}" for line in lines)]) + "\\n")
        wheel.writestr("small-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr("small-1.0.dist-info/RECORD", "")
    return name
"""


class Project:
    """A copy of the front door with requirements and wheels of its own, and a Python outside any environment."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(ROOT / "app/setup", root / "app/setup", ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("__init__", "bootstrap", "checks", "commands", "resources"):
            shutil.copy(ROOT / f"app/{name}.py", root / "app")
        shutil.copy(ROOT / "main.py", root)
        (root / "app/cli.py").write_text(CLI)
        (root / "backend.py").write_text(BACKEND)
        (root / "wheels").mkdir()
        self.require()

    @property
    def python(self) -> Path:
        """Python of the environment that the set-up makes."""
        return self.root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def require(self, *lines: str) -> None:
        (self.root / "requires.txt").write_text("\n".join(lines))
        (self.root / "pyproject.toml").write_text(
            '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
            f'[project]\nname = "small"\nversion = "1.0"\ndependencies = {list(lines)!r}\n'
            "[project.optional-dependencies]\ntest = []\n"
        )

    def add_wheel(self, name: str, version: str = "1.0", requires: str = "") -> None:
        """Put a package of one module where pip will find it."""
        info = f"{name}-{version}.dist-info"
        with zipfile.ZipFile(self.root / "wheels" / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
            wheel.writestr(f"{name}/__init__.py", "")
            dependency = f"Requires-Dist: {requires}\n" if requires else ""
            wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{dependency}")
            wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            wheel.writestr(f"{info}/RECORD", "")

    def environment(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("PIP_", "PYTHON", "VIRTUAL"))}
        wheels = (self.root / "wheels").as_uri()  # pip would take a path apart at its spaces
        return kept | {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": wheels, "QT_QPA_PLATFORM": "offscreen"}

    def start(self, *arguments: str, python: str | Path = BASE_PYTHON) -> subprocess.CompletedProcess[str]:
        command = [str(python), str(self.root / "main.py"), *arguments]
        return subprocess.run(
            command, env=self.environment(), cwd=self.root.parent, capture_output=True, text=True, timeout=300
        )

    def runs(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Start, and see that the command ran in the environment beside main.py."""
        done = self.start(*arguments)
        assert done.returncode == 0, done.stderr
        assert str(self.root / ".venv") in done.stdout
        return done


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path / "a folder of its own")


def installed(name: str, found: str, *requires: str) -> Distribution:
    """A distribution that is there in memory only."""

    class Fake(Distribution):
        def read_text(self, filename: str) -> str | None:
            lines = [f"Requires-Dist: {line}" for line in requires]
            return "\n".join([f"Name: {name}", f"Version: {found}", *lines, "", ""]) if filename == "METADATA" else None

        def locate_file(self, path: object) -> Path:
            return Path(str(path))

    return Fake()


# ---- Requirements -----------------------------------------------------------------------------------------------


def test_met_requirements_leave_nothing() -> None:
    assert unmet_requirements([f"pytest=={version('pytest')}", "pytest>=1"]) == []


def test_missing_and_old_packages_are_told_apart() -> None:
    missing, old = unmet_requirements(["no-such-package>=2", "pytest>=1000"])

    assert missing == Unmet("no-such-package", ">=2")
    assert old == Unmet("pytest", ">=1000", installed=version("pytest"))
    assert str(old) == f"pytest>=1000 ({version('pytest')} is there)"


def test_markers_for_other_pythons_and_extras_do_not_count() -> None:
    lines = ["none-a; python_version < '3'", "none-b; sys_platform == 'elsewhere'", "none-c; extra == 'docs'"]

    assert unmet_requirements(lines) == []
    assert [each.name for each in unmet_requirements(["none-d; python_version >= '3'"])] == ["none-d"]


def test_thorough_look_follows_dependencies_but_not_their_extras() -> None:
    there = {"outer": installed("outer", "1.0", "inner>=2", "colours; extra == 'colours'"), "inner": None}

    assert unmet_requirements(["outer"], there.get) == []
    assert unmet_requirements(["outer"], there.get, is_thorough=True) == [Unmet("inner", ">=2")]


def test_pyside6_is_known_by_both_names(tmp_path: Path) -> None:
    (tmp_path / "PySide6-6.11.3.dist-info").mkdir()
    (tmp_path / "PySide6-6.11.3.dist-info/METADATA").write_text("Name: PySide6\nVersion: 6.11.3\n")

    code = "from app.setup.requirements import *; print(find_distribution('PySide6-Essentials').version)"
    path = {"PYTHONPATH": os.pathsep.join([str(ROOT), str(tmp_path)])}
    done = subprocess.run([BASE_PYTHON, "-S", "-c", code], env=os.environ | path, capture_output=True, text=True)

    assert (done.stdout.strip(), done.stderr) == ("6.11.3", "")


@pytest.mark.parametrize("faulty", ["6.9.1", *(["6.12.0"] if sys.version_info < (3, 12) else [])])
def test_faulty_pyside6_is_refused_in_one_sentence(faulty: str) -> None:
    lines = [line for line in requirements.project_requirements() if line.startswith("PySide6")]

    unmet = unmet_requirements(lines, lambda _: installed("PySide6", faulty))
    sentence = requirements.refusal(unmet)

    assert unmet[0].is_excluded
    assert re.fullmatch(rf"PySide6-Essentials {faulty} is known to crash .*; install another .*\.", sentence)
    assert f"!={faulty}" in sentence


def test_sound_pyside6_is_accepted() -> None:
    lines = [line for line in requirements.project_requirements() if line.startswith("PySide6")]

    assert unmet_requirements(lines, lambda _: installed("PySide6", "6.11.3")) == []


def test_main_asks_for_the_python_that_the_project_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    source = (ROOT / "main.py").read_text()
    ast.parse(source, feature_version=(3, 4))  # old Pythons must be able to read it
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    major, minor = map(int, project["requires-python"].removeprefix(">=").split("."))

    monkeypatch.setattr(sys, "version_info", (major, minor - 1, 9))
    with pytest.raises(SystemExit, match=rf"needs Python {major}\.{minor} or newer"):
        runpy.run_path(str(ROOT / "main.py"), run_name="__main__")


# ---- The command line -------------------------------------------------------------------------------------------


def test_no_setup_counts_up_to_a_double_dash() -> None:
    assert bootstrap.split_no_setup(["train", "--no-setup", "x"]) == (["train", "x"], False)
    assert bootstrap.split_no_setup(["test", "--", "--no-setup"]) == (["test", "--", "--no-setup"], True)


@pytest.mark.parametrize("question", ["--version", "--help", "-h"])
def test_questions_are_answered_without_set_up(project: Project, question: str) -> None:
    project.require("no-such-package")

    done = project.start(question)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f'[["{question}"]')
    assert done.stdout.endswith("[]]\n")  # neither torch nor numpy nor Qt
    assert not (project.root / ".venv").exists()


def test_real_version_and_help_need_no_packages() -> None:
    # -S leaves out site-packages, and with it everything that is not in the standard library.
    for question in ("--version", "--help"):
        done = subprocess.run([BASE_PYTHON, "-S", "main.py", question], cwd=ROOT, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout


def test_help_on_testing_is_answered_without_set_up(project: Project) -> None:
    project.require("no-such-package")

    assert "pytest" in project.start("test", "--help").stdout


def test_no_setup_ends_in_one_sentence_when_packages_are_missing(project: Project) -> None:
    project.require("no-such-package>=2")

    done = project.start("train", "--no-setup")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Missing for this Python: no-such-package>=2; start without --no-setup")
    assert len(done.stderr.splitlines()) == 1
    assert not (project.root / ".venv").exists()


def test_complete_python_starts_at_once_and_passes_the_status_on(project: Project) -> None:
    done = project.start("train", "seven", "--no-setup")
    assert (done.returncode, done.stderr) == (7, "")

    done = project.start("train", "seven")
    assert (done.returncode, done.stderr) == (7, "")
    assert not (project.root / ".venv").exists()


# ---- The environment --------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_fresh_start_sets_up_and_the_next_is_quiet(project: Project) -> None:
    project.add_wheel("outer", requires="inner")
    project.add_wheel("inner")
    project.require("outer>=1")

    first = project.runs("train", "a", "b c")
    again = project.runs("train", "a", "b c")

    assert "outer" in first.stderr
    assert "Successfully installed" in first.stderr
    assert again.stderr == ""
    assert again.stdout == first.stdout  # and pip has not spoken into the command's output
    assert again.stdout.startswith('[["train", "a", "b c"]')


@pytest.mark.slow
def test_half_made_environments_are_repaired(project: Project) -> None:
    project.add_wheel("outer", requires="inner")
    project.add_wheel("inner")
    project.require("outer>=1")
    project.runs("train")
    packages = next((project.root / ".venv").glob("[Ll]ib/**/site-packages"))

    def uninstall(name: str) -> None:
        subprocess.run([project.python, "-m", "pip", "uninstall", "-qy", name], check=True)

    def remove_python() -> None:
        project.python.unlink()

    def dangle_python() -> None:
        project.python.unlink()
        project.python.symlink_to("/nowhere/python3")

    def break_python() -> None:
        project.python.unlink()
        project.python.write_text("not a program")
        project.python.chmod(0o755)

    damages = {
        "package gone": lambda: uninstall("outer"),
        "dependency gone": lambda: uninstall("inner"),
        "files gone": lambda: shutil.rmtree(packages / "outer"),
        "installation cut off": lambda: (project.root / ".venv/unfinished-installation").touch(),
        "pip gone": lambda: (uninstall("outer"), uninstall("pip")),
        "pip broken": lambda: (uninstall("outer"), shutil.rmtree(packages / "pip/_internal")),
        "python gone": remove_python,
        "python dangling": dangle_python,
        "python broken": break_python,
        "not an environment": lambda: (project.root / ".venv/pyvenv.cfg").unlink(),
    }
    for damage, do in damages.items():
        do()
        done = project.runs("train")
        assert "Installing" in done.stderr, damage
        check = subprocess.run([project.python, "-c", "import outer, inner, pip._internal"], capture_output=True)
        assert check.returncode == 0, damage
        assert project.runs("train").stderr == "", damage


@pytest.mark.slow
def test_environment_that_is_a_dangling_link_is_replaced(project: Project) -> None:
    project.add_wheel("outer")
    project.require("outer")
    (project.root / ".venv").symlink_to(project.root / "nowhere")

    project.runs("train")

    assert not (project.root / ".venv").is_symlink()


@pytest.mark.slow
def test_running_environment_is_used_and_upgraded(project: Project, tmp_path: Path) -> None:
    own = tmp_path / "own"
    subprocess.run([BASE_PYTHON, "-m", "venv", str(own)], check=True)
    python = own / project.python.relative_to(project.root / ".venv")
    project.add_wheel("outer", "1.0")
    project.require("outer")
    assert project.start("train", python=python).returncode == 0

    project.add_wheel("outer", "2.0")
    project.require("outer!=1.0")
    refused = project.start("train", "--no-setup", python=python)
    done = project.start("train", python=python)

    assert refused.returncode == 2
    assert refused.stderr.startswith("outer 1.0 is known to crash")
    assert "Successfully installed outer-2.0" in done.stderr
    assert str(own) in done.stdout
    assert not (project.root / ".venv").exists()


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_interrupted_set_up_ends_politely_and_goes_on_at_the_next_start(project: Project) -> None:
    project.add_wheel("outer")
    project.require("outer")
    command = [BASE_PYTHON, str(project.root / "main.py"), "train"]
    with subprocess.Popen(
        command,
        env=project.environment(),
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        mark = project.root / ".venv/unfinished-installation"
        while not mark.exists() and process.poll() is None:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)  # what Ctrl-C does
        _, stderr = process.communicate(timeout=60)

    assert process.returncode == 130
    assert stderr.endswith("Stopped. The next start goes on with the set-up.\n")
    project.runs("train")
    assert not mark.exists()


@pytest.mark.slow
def test_failing_installation_is_one_message_not_a_traceback(project: Project) -> None:
    project.require("no-such-package")

    done = project.start("train")

    assert done.returncode == 1
    assert "could not be installed" in done.stderr
    assert "Traceback" not in done.stderr


# ---- The system's libraries -------------------------------------------------------------------------------------

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Qt's wheels bring everything")


def packages(gaps: list[Gap]) -> list[str]:
    return [gap.package for gap in gaps]


@linux_only
def test_missing_libraries_are_named_by_their_packages() -> None:
    def none(_: str) -> bool:
        return False

    offscreen = system.qt_gaps("offscreen", none, lambda: True)
    window = system.qt_gaps("", none, lambda: False)

    assert packages(offscreen) == [*system.QT_LIBRARIES.values()]
    assert packages(window) == [*packages(offscreen), *system.X11_LIBRARIES.values(), "fonts-wqy-microhei"]
    assert [gap.package for gap in window if not gap.is_needed] == ["fonts-wqy-microhei"]
    assert system.qt_gaps("", lambda _: True, lambda: True) == []
    assert packages(system.qt_gaps("xcb", lambda name: "cursor" not in name, lambda: True)) == ["libxcb-cursor0"]


@pytest.mark.parametrize("command", COMMANDS)
def test_only_what_draws_asks_the_system_for_what_drawing_takes(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    filled: list[Gap] = []
    monkeypatch.setattr(bootstrap, "unmet_requirements", lambda *_, **__: [])
    monkeypatch.setattr(bootstrap, "qt_gaps", lambda: [Gap("libGL.so.1", "libgl1")])
    monkeypatch.setattr(bootstrap, "fill_gaps", filled.extend)
    bootstrap.prepare([command], may_set_up=True)
    assert bool(filled) == (command == "test")
    bootstrap.prepare([], may_set_up=True)
    assert filled


@linux_only
def test_this_machine_can_be_asked() -> None:
    assert system.can_load("libc.so.6")
    assert not system.can_load("libno-such-library.so.1")
    assert system.has_chinese_font() in {True, False}


def test_user_gets_the_exact_line_to_install_what_is_missing() -> None:
    gaps = [Gap("libGL.so.1", "libgl1"), Gap("a font", "fonts-wqy-microhei", is_needed=False)]

    with pytest.raises(SetUpError) as caught:
        system.fill_gaps(gaps, is_root=False, apt_get="/usr/bin/apt-get")

    assert caught.value.status == 1
    lines = [line.strip() for line in str(caught.value).splitlines() if "apt-get" in line]
    assert lines == ["sudo apt-get install --no-install-recommends libgl1 fonts-wqy-microhei"]


def test_missing_font_is_a_hint_and_no_obstacle(capsys: pytest.CaptureFixture[str]) -> None:
    system.fill_gaps([Gap("a font", "fonts-x", is_needed=False)], is_root=False, apt_get="/usr/bin/apt-get")

    assert "sudo apt-get install --no-install-recommends fonts-x" in capsys.readouterr().err


def test_without_apt_the_missing_libraries_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    system.fill_gaps([Gap("libGL.so.1", "libgl1")], is_root=True, apt_get=None)

    assert "libGL.so.1" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="needs a shell script")
def test_root_installs_without_being_asked(tmp_path: Path) -> None:
    apt_get, log = tmp_path / "apt-get", tmp_path / "log"
    apt_get.write_text(f'#!/bin/sh\necho "$DEBIAN_FRONTEND $@" >> "{log}"\n')
    apt_get.chmod(0o755)

    system.fill_gaps([Gap("libGL.so.1", "libgl1")], is_root=True, apt_get=str(apt_get))

    update, install = log.read_text().splitlines()
    assert update.split()[-1] == "update"
    assert install.startswith("noninteractive -y ")
    assert install.endswith("install --no-install-recommends libgl1")


@pytest.mark.skipif(os.name == "nt", reason="needs a shell script")
def test_failing_installation_as_root_stops_with_the_line(tmp_path: Path) -> None:
    apt_get = tmp_path / "apt-get"
    apt_get.write_text("#!/bin/sh\nexit 100\n")
    apt_get.chmod(0o755)

    with pytest.raises(SetUpError, match="sudo apt-get install --no-install-recommends libgl1"):
        system.fill_gaps([Gap("libGL.so.1", "libgl1")], is_root=True, apt_get=str(apt_get))


# ---- The test run -----------------------------------------------------------------------------------------------

TOOL = """
import os, sys
print("{name} got", *sys.argv[1:], "on", os.environ["QT_QPA_PLATFORM"])
sys.exit({status})
"""


@pytest.mark.parametrize(("broken", "status"), [((), 0), (("mypy",), 1), (("pytest",), 5), (("ruff", "pytest"), 5)])
def test_test_run_goes_through_all_tools_and_fails_if_one_does(
    project: Project, broken: tuple[str, ...], status: int
) -> None:
    for name in ("ruff", "mypy", "pytest"):
        (project.root / f"{name}.py").write_text(TOOL.format(name=name, status=5 if name in broken else 0))

    done = project.start("test", "--no-setup", "--", "-k", "loss")

    lines = done.stdout.splitlines()
    assert done.returncode == status
    assert "ruff got check on offscreen" in lines
    assert "ruff got format --check on offscreen" in lines
    assert "mypy got on offscreen" in lines
    assert "pytest got -m  -k loss on offscreen" in lines[-2:]
    assert sum("passed in" in line or "FAILED in" in line for line in lines) == 3
    assert ("Failed before the tests:" in lines[-1]) == bool({"ruff", "mypy"} & set(broken))
