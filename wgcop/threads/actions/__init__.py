"""What people can do in a thread: comment, mention, support, quote, release, chair."""
