"""The command line: its parser, the window, the list of lessons; the other commands are in app.train, app.sweep, app.search.

At the top only the standard library is imported, so that --help and --version answer at once.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from app import __version__
from app.commands import COMMANDS, EXIT_BAD_INPUT, EXIT_CUT_OFF, EXIT_INTERRUPTED
from app.text import UserError


def main(argv: Sequence[str]) -> int:
    """Run a command line, given without the program's name, and return the exit status.

    0: done; 1: the training diverged, or nobody reads the output any more; 2: bad input, said in one
    sentence on stderr; 130: interrupted with Ctrl-C.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a console that lacks Chinese shows ?, it does not stop
    try:
        status = _run(make_parser().parse_args([_shielded(argument) for argument in _with_file_named(argv)]))
        if sys.stdout is not None:  # as under pythonw
            sys.stdout.flush()
        return status
    except UserError as error:
        _say(str(error))
        return EXIT_BAD_INPUT
    except KeyboardInterrupt:
        _say("Interrupted.")
        return EXIT_INTERRUPTED
    except SystemExit as end:  # argparse's way to end after --help and --version
        return int(end.code or 0)
    except BrokenPipeError:  # who read the output, such as head, has seen enough; Python must not flush once more
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_CUT_OFF


def _run(arguments: argparse.Namespace) -> int:
    if arguments.command is None:
        return _open_window(arguments.lesson, arguments.open)
    if arguments.command == "lessons":
        return _list_lessons()
    if arguments.command == "test":
        raise UserError("The tests are started with: python main.py test.")
    import torch

    torch.set_num_threads(1)  # much faster than several for nets of this size
    if arguments.command == "train":
        from app import train

        return train.train(arguments)
    if arguments.command == "sweep":
        from app import sweep

        return sweep.sweep(arguments)
    from app import search

    return search.search(arguments)


def _say(sentence: str) -> None:
    """Tell a person something, on one line."""
    print(" ".join(sentence.split()), file=sys.stderr)


def _with_file_named(argv: Sequence[str]) -> list[str]:
    """Write `FILE` as `--open FILE`: argparse would take any first word for a command."""
    arguments = list(argv)
    values = {position + 1 for position, argument in enumerate(arguments) if argument in ("--lesson", "--open")}
    for position, argument in enumerate(arguments):
        if position not in values and not argument.startswith("-"):
            is_file = argument not in COMMANDS and (os.path.exists(argument) or "." in argument or os.sep in argument)
            return [*arguments[:position], "--open", *arguments[position:]] if is_file else arguments
    return arguments


def _shielded(argument: str) -> str:
    """Put a space before what looks like a negative number, which argparse would take for an option."""
    return f" {argument}" if re.match(r"-[\d.]", argument) else argument


# ------------------------------------------------------------ the parser


class _Parser(argparse.ArgumentParser):
    """Argparse whose errors are one sentence."""

    def error(self, message: str) -> NoReturn:
        raise UserError("{message} (see {program} --help).", message=message, program=self.prog)


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = _Parser(
        prog="python main.py",
        description="Click points, choose a model, and watch PyTorch train it live. Without a command, opens the window.",
        epilog="python main.py COMMAND --help tells more about a command.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"Gradient Playground {__version__}")
    parser.add_argument("--lesson", metavar="ID", help="open the window with this lesson")
    parser.add_argument("--open", metavar="FILE", help="open the window with this experiment or table; FILE alone does the same")  # fmt: skip
    parser.add_argument("--no-setup", action="store_true", help="start without looking for missing packages")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("lessons", help="list the lessons")
    commands.add_parser("test", help="install the test tools and run all tests")
    _add_train(commands.add_parser("train", help="train without a window", allow_abbrev=False))
    _add_sweep(commands.add_parser("sweep", help="train a whole grid of settings", allow_abbrev=False))
    _add_search(commands.add_parser("search", help="look for good settings with Optuna", allow_abbrev=False))
    return parser


def _add_train(parser: argparse.ArgumentParser) -> None:
    parser.description = "Train a lesson or an experiment file without a window and print the result."
    add = parser.add_argument
    add("what", metavar="WHAT", help="the id of a lesson (python main.py lessons lists them), or a file that was saved")
    add("--data", type=Path, metavar="FILE", help="points from a CSV file: a header, inputs, target or class last")
    add("--set", action="append", default=[], metavar="KEY=VALUE", help="change a setting; init.NAME=… sets where a parameter starts; may be repeated")  # fmt: skip
    add("--epochs", metavar="N", help="passes over the training points, for a file so many more (default: the lesson's or file's own)")  # fmt: skip
    add("--predict", action="extend", nargs="+", default=[], metavar="X", help="predict for these inputs, each a number or two with a comma: 4 or 1.5,-2")  # fmt: skip
    add("--history", type=Path, metavar="FILE", help="write a CSV file with the losses of every epoch")
    add("--trace", type=Path, metavar="FILE", help="write a CSV file with batch, loss, gradients, parameters of every update")  # fmt: skip
    add("--save", type=Path, metavar="FILE", help="write the experiment with the exact state of its training; WHAT takes it again")  # fmt: skip
    add("--json", action="store_true", help="print the result as one JSON object")


def _add_sweep(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Train every combination of settings and write a row for each. Stopped with Ctrl-C, the same command continues."
    )
    add = parser.add_argument
    add("what", metavar="WHAT", help="the id of a lesson, or a file that was saved")
    add("--vary", action="append", default=[], metavar="KEY=VALUES", help="values of a setting: 0.01,0.1,1 or 4,[8,8] (brackets make one value of several) or 0..1:5 or 0.001..1:4:log; may be repeated")  # fmt: skip
    add("--seeds", default="1", metavar="K", help="train each combination with K seeds (default: 1)")
    add("--set", action="append", default=[], metavar="KEY=VALUE", help="change a setting for all of them")
    add("--data", type=Path, metavar="FILE", help="points from a CSV file")
    add("--epochs", metavar="N", help="passes over the training points (default: the lesson's or file's own)")
    add("--out", type=Path, required=True, metavar="FILE", help="the CSV file for the results")
    add("--workers", default="1", metavar="N", help="train in N processes on this machine (default: 1)")
    add("--scheduler", metavar="ADDRESS", help="train on the Dask cluster of this scheduler, such as tcp://host:8786")


def _add_search(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Look for the settings with the lowest test loss. With --storage the study is kept: the same command continues it, "
        "several at once share it, and Optuna's own tools show it."
    )
    add = parser.add_argument
    add("what", metavar="WHAT", help="the id of a lesson, or a file that was saved")
    add("--vary", action="append", default=[], metavar="KEY=VALUES", help="where to look for a setting: 0.001..1:log or 0..0.9 or sgd,adam or 4,[8,8]; may be repeated")  # fmt: skip
    add("--trials", default="50", metavar="N", help="how many to try (default: 50)")
    add("--sampler", choices=("tpe", "random"), default="tpe", help="Bayesian (tpe, the default) or random search")
    add("--by", choices=("loss", "score"), default="loss", help="what is best: the lowest loss (the default), or the highest accuracy or R²")  # fmt: skip
    add("--no-pruning", action="store_true", help="train hopeless trials to their end too")
    add("--seed", metavar="K", help="makes the search repeatable")
    add("--study", metavar="NAME", default="gradient-playground", help="what the study is called in its storage")
    add("--storage", metavar="URL", help="where the study is kept, such as sqlite:///study.db")
    add("--set", action="append", default=[], metavar="KEY=VALUE", help="change a setting for all of them")
    add("--data", type=Path, metavar="FILE", help="points from a CSV file")
    add("--epochs", metavar="N", help="passes over the training points (default: the lesson's or file's own)")
    add("--json", action="store_true", help="print the result as one JSON object")


# ------------------------------------------------------------ the window and the list


def _open_window(lesson_id: str | None, file: str | None) -> int:
    if lesson_id is not None:
        from app.files.lessons import load_lesson

        load_lesson(lesson_id)  # a wrong name is told before Qt is loaded
    if file is not None and not os.path.isfile(file):
        raise UserError("There is no file {file} (see python main.py --help).", file=file)
    gc.disable()  # hardly anything that a start makes is garbage, and looking through it all takes a while
    from app.gui.application import run_window

    return run_window(lesson_id, file)


def _list_lessons() -> int:
    from app.files.lessons import find_lessons

    lessons = find_lessons(lambda error: _say(str(error)))
    id_width = max((len(lesson.id) for lesson in lessons), default=0)
    title_width = max((len(lesson.title["en"]) for lesson in lessons), default=0)
    for lesson in lessons:
        print(f"{lesson.id:{id_width}}  {lesson.title['en']:{title_width}}  {lesson.title['zh']}")
    return 0
