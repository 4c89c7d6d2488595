"""The registry as a table, the same when it is written and when it is read: CSV and XLSX."""
