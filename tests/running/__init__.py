"""How `make test` runs the tests: beside the checks, in several processes, watched over by one that leaves nothing behind."""
