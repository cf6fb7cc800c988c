"""What is read and written: lessons, tables of points, logs and results of a training."""
