"""The registry: campaigns, networks, guidelines, projects and instruments that others already have."""
