"""`wgcop doctor`: examines an installation, reports each finding with advice in one line, and
repairs derived data.

`registry` lists the checks in their order. A check is a function that gets an `Examination` and
yields `Diagnosis` lines; a feature with something to examine adds a row there.
"""
