"""Groups and their meetings as dates, zone, deadlines and number series."""
