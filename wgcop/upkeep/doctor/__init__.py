"""`wgcop doctor`: examines an installation from all sides, reports what it found and what to do in
one line each, and mends what is derived.

`registry` lists the checks in their order. A check is a function that gets an `Examination` and
gives `Diagnosis` lines; a feature with something to examine adds a row there.
"""
