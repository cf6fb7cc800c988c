"""Collects the program's texts into the .ts files here and compiles them to .qm: python resources/translations/update.py.

Translate what is marked unfinished, with Qt Linguist or any editor, and run it again.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import PySide6

HERE = Path(__file__).resolve().parent
APP = HERE.parent.parent / "app"
LANGUAGES = ("zh_CN",)
TOOLS = Path(PySide6.__file__).parent


def tool(name: str) -> str:
    """Return the path of one of Qt's command line tools, which ship with PySide6."""
    found = [path for path in (TOOLS / name, TOOLS / f"{name}.exe", TOOLS / "Qt" / "libexec" / name) if path.is_file()]
    return str(found[0])


def source_file(language: str, folder: Path = HERE) -> Path:
    """Return the path of a language's texts."""
    return folder / f"gradient_playground_{language}.ts"


def collect(language: str, folder: Path = HERE) -> None:
    """Bring a language's .ts file up to date with the source."""
    run(
        tool("lupdate"), "-silent", "-extensions", "py", "-tr-function-alias", "QT_TRANSLATE_NOOP+=_N",
        "-locations", "none", "-no-obsolete", "-source-language", "en", "-target-language", language,
        str(APP), "-ts", str(source_file(language, folder)),
    )  # fmt: skip


def compile_texts(language: str, folder: Path = HERE) -> None:
    """Compile a language's .ts file to the .qm file that the program loads."""
    run(tool("lrelease"), "-silent", str(source_file(language, folder)))


def run(*command: str) -> None:
    """Run a tool; it prints what is wrong itself."""
    subprocess.run(command, check=True)


if __name__ == "__main__":
    for each in LANGUAGES:
        collect(each)
        compile_texts(each)
    sys.exit()
