"""Sets the program up where it is not yet, then hands the command line to app.cli; standard library only."""

import contextlib
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from app import checks
from app.commands import COMMANDS, EXIT_BAD_INPUT, EXIT_INTERRUPTED
from app.setup.environment import (
    ENVIRONMENT,
    ENVIRONMENT_PYTHON,
    go_on_in,
    install_packages,
    is_environment,
    is_sound,
    make_environment,
    unfinished_mark,
)
from app.setup.requirements import project_requirements, refusal, unmet_requirements
from app.setup.shell import SetUpError, say
from app.setup.system import fill_gaps, pip_gaps, qt_gaps


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
            print(checks.HELP)
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
    return checks.run_tests(arguments[1:]) if is_test else run_command(arguments)


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
