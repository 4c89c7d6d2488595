"""What the registry covers: counts by place, target group, measure and clause, as pictures, tables and files.

`counts` asks the database, the other modules are pure. Each count is what the table of the registry shows with the filters
of its link.
"""
