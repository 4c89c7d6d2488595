"""What was asked: typed words become terms, whatever engine answers."""
