"""The actions in a thread: comment, mention, support, quote, release, chair."""
