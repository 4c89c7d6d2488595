"""Looks at the workspace from outside, as scanners do: `make scan`, or `deploy/scan`."""
