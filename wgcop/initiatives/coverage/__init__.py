"""The coverage of the registry: counts by place, target group, measure and clause, as pictures,
tables and files.

`counts` queries the database; the other modules are pure. Each count equals the number of rows that
the table of the registry shows with the filters of its link.
"""
