"""Where the program meets the world."""
