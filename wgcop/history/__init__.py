"""What happened to what: topics, their numbered entries, and how a page learns of them."""
