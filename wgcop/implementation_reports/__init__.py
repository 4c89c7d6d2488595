"""The report on implementation: it is composed from the registry, actions, evidence and replies,
several people write it together, and it is frozen when it is adopted.
"""
