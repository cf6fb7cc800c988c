"""From a configuration and points to a training: configuration, experiment, the loop, history, exact states."""
