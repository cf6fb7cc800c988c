"""Widgets, one a file. They show values they are given and emit wishes; they know no torch and no worker."""
