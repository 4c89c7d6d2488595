"""What is said about a paper: by its drafters, between the secretariat and its source, and by all members once it has a number."""
