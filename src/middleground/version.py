"""The version of this program, in one place: it is part of every fingerprint."""

__version__ = "0.1.0"
