"""The front door: nothing but the call into app."""

import sys

if __name__ == "__main__":
    # Old Pythons must get as far as this sentence: no newer syntax in this file, and app is imported below it.
    if sys.version_info < (3, 11):  # noqa: UP036
        sys.exit("Gradient Playground needs Python 3.11 or newer; this is Python " + sys.version.split()[0] + ".")

    from app.bootstrap import main

    sys.exit(main())
