"""Gradient Playground: place points, choose a model, watch PyTorch train it."""

__version__ = "0.1.0"
