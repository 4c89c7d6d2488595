"""Two entries about the same initiative become one: fields are chosen side by side, and all that hung on either stays."""
