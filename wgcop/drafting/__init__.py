"""The way of a paper to its number: its draft and drafters, its submission, and the decisions of the secretariat."""
