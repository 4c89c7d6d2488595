"""Records of all features: kept in an index, asked for, and shown. Search knows records, not features."""
