"""The shared arithmetic: the deal space, draws of uncertain numbers, utility, acceptance."""
