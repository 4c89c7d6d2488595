"""Stores for files, named by their content: a folder on this machine, or an S3 store."""
