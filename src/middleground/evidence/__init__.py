"""Who says what, on whose word: attributions, figures, the ledger."""
