"""How the workspace is watched: its log, its figures, its traces, and notes on backups and certificates."""
