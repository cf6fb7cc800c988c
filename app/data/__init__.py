"""What is learned from: tasks, points and the data sets that make them. Numpy only."""
