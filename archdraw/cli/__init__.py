"""The command line: one file per command."""

try:
    from archdraw.cli.program import main as main
except (
    KeyboardInterrupt
):  # while the program was still being loaded: nothing has begun, so there is nothing to clean up
    import sys

    if sys.stderr:
        sys.stderr.write("error: interrupted\n")
    raise SystemExit(130) from None
