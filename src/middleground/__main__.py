"""`python -m middleground`."""

from middleground.ports.cli import run

run()
