"""Where files are kept by their content: in a folder of this machine, or in a store that speaks S3."""
