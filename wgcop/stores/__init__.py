"""The stores for files, which are kept by their content: a folder on this machine, or a store that
speaks S3.
"""
