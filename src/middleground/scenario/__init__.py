"""The model a person reads and edits: reading, checking and writing the scenario file."""
