"""What the project asks for, held against what the running Python has."""

import contextlib
import importlib
import os
import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import Any

from app.resources import ROOT

# The full PySide6 holds the same modules as its Essentials.
OTHER_NAMES = {"pyside6-essentials": ("PySide6",)}


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
