"""Sources that must be refused, or drawn, without a traceback: what tests of bad input share."""

import os

from click.testing import CliRunner

from archdraw.cli import main

NET = "input: 8x8x3\nlayers:\n"


def layers(*items):
    return NET + "".join(f"  - {item}\n" for item in items)


def run(*args, **more):
    result = CliRunner().invoke(main, list(args), **more)
    assert "Traceback" not in result.output
    return result


def refused(folder, name, content, message, code=3):
    """Render a bad source; see the message, the code, and that nothing was written."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    before = sorted(os.listdir(folder))
    result = run("render", name, "-o", "out.svg")
    assert result.exit_code == code, result.output
    assert result.stdout == ""
    assert result.stderr.startswith((f"{name}:", f"error: {name}")), result.stderr
    assert message in result.stderr
    assert len(result.stderr) < 5000
    assert sorted(os.listdir(folder)) == before
    checked = run("check", name)
    assert checked.exit_code == code
    assert message in checked.stderr
    return result.stderr
