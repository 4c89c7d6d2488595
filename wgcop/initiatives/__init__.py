"""The registry of existing campaigns, networks, guidelines, projects and instruments."""
