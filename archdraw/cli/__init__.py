"""The command line: one file per command."""

from archdraw.cli.program import main as main
