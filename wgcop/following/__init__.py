"""The read marks, followed topics and saved searches of each person."""
