"""The agenda as a numbered document of its meeting: what was published when, and what changed since."""
