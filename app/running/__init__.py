"""A run: its session, its snapshots, and the runner that a thread drives."""
