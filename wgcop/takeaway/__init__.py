"""Take away: a discussion as a file, with sources, times and permalinks, for one reader."""
