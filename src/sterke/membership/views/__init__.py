"""The pages of the fellowship, one module a subject."""
