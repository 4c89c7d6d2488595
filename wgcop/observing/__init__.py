"""Monitoring of the workspace: its log, its metrics, its traces, and notes on backups and
certificates.
"""
