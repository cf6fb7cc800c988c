"""The window. Only here is Qt imported."""

import os

# NumPy multiplies nothing large here, and starting its threads is half of what importing it costs.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from app.gui.lean_import import import_pyqtgraph

import_pyqtgraph()
