"""What is known of the commands before anything is installed: their names and exit statuses. Standard library only."""

from collections.abc import Mapping

COMMANDS: Mapping[str, bool] = {"lessons": False, "train": False, "sweep": False, "search": False, "test": True}
"""Name → whether it draws, and so needs of the system what the window does."""

EXIT_CUT_OFF = 1
EXIT_DIVERGED = 1
EXIT_BAD_INPUT = 2
EXIT_INTERRUPTED = 130
