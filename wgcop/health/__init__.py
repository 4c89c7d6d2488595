"""The health of the workspace: the sign of life, whether it is ready, and who runs the background
work.

The process that runs the background work writes a row every few seconds (`jobs`, `models`).
`checks` examines what a process needs to serve, `views` answers `/healthz`, `/readyz` and
`/metrics` (by `exposition`), and `policy` decides who may read more than names and grades.
"""
