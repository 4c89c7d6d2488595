"""What the workspace does when it is attacked, or when parts of it are lost: `make attack`."""
