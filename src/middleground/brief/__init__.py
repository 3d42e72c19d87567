"""Answers in words, tables and figures, each with its way back to a quotation."""
