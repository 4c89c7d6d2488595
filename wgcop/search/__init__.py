"""Search over the records of all features: records, the outbox, the indexer and questions. It does not
depend on any feature.
"""
