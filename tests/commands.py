"""Run commands as users do, in a folder with a spec in it, and hold every message to its form."""

from click.testing import CliRunner

from archdraw.cli import main

SPEC = "input: 8x8x3\nlayers:\n  - conv: 16 3x3 relu\n  - dropout: 0.5\n  - flatten\n  - dense: 10 softmax\n"


def run(*args, **more):
    result = CliRunner().invoke(main, list(args), **more)
    assert "Traceback" not in result.output
    return result


def ok(*args, **more):
    result = run(*args, **more)
    assert result.exit_code == 0, result.output
    return result


def fails(code, message, *args, **more):
    """Run what must fail with this exit code and one message, and write nothing to stdout."""
    result = run(*args, **more)
    assert result.exit_code == code, result.output
    assert message in result.stderr
    assert result.stderr.count("error:") == 1
    assert result.stdout == ""
    return result


def files(folder):
    return sorted(path.name for path in folder.iterdir())
