"""One list of fields for each thing that people fill in, and what reads such a list: form, page, sheet, history, search."""
