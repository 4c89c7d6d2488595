"""The rolling text as files, with the changes of each source apart, and cut as a numbered document."""
