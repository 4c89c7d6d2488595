"""Search over the records of all features: the index, the questions and the result page. It does
not depend on any feature.
"""
