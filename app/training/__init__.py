"""From a configuration and points to a training: configuration, experiment, loop, history, snapshots, runner."""
