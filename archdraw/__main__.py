"""Run the command line as ``python -m archdraw``."""

from archdraw.cli import main

if __name__ == "__main__":
    main(prog_name="archdraw")
