"""The pages of the directory, one module a subject."""
