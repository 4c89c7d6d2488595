"""The report on implementation: composed from the registry, actions, evidence and replies; written
together; frozen when it is adopted.
"""
