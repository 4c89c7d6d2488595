"""Web push: short notifications on the devices on which people asked for them, by the push services of
their browsers.
"""
