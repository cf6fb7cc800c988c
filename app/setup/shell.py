"""Speaks to the user, runs commands in their view or unseen, and gives up with a sentence."""

import os
import subprocess
import sys
from collections.abc import Sequence

from app.resources import ROOT


class SetUpError(Exception):
    """The program cannot start; the message tells the user why and what to do."""

    def __init__(self, message: str, status: int = 1) -> None:
        super().__init__(message)
        self.status = status


def say(message: str) -> None:
    """Tell the user something about the set-up."""
    print(message, file=sys.stderr, flush=True)


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
