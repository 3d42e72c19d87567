"""A workbench for mediated negotiations."""
