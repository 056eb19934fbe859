"""Plumbing that every app may use. Knows not one noun of the field and imports nothing of ours."""
