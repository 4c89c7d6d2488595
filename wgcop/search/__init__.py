"""Search over the records of all features: the index, the questions and the result page. It knows
no feature by name.
"""
