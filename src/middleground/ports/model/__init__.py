"""A language model that the user names: asked over the network, and never trusted."""
