"""Groups and their meetings; bodies with their lineage; levels, regions and subjects."""
