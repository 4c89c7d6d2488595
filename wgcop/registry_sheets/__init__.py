"""The registry as a table that can be exported and imported in the same form, as CSV and XLSX."""
