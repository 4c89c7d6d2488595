"""Work beside requests: loops and the threads that last, processes of their own, whose turn it is, and what commands are read from."""
