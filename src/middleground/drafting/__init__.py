"""A first scenario from the ledger, and a later one brought together with the analyst's edits."""
