"""The project folder: plain files, journal, results, cache."""
