"""The home page: current meetings, new activity and tasks of its reader."""
