"""`wgcop doctor`: looks at an installation from all sides, says in one line each what it found and what to do, and mends what is derived.

`registry` lists the checks in their order. A check is a function that gets an `Examination` and gives `Diagnosis` lines; a
feature with something to look at adds a row there.
"""
