"""Readers of documents, each run in a process of its own by `middleground.reports.child`.

They import nothing of this package: whatever a document makes them do, they can do little.
"""
