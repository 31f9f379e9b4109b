"""What all tests share: which programs they may ask for, and that skipping can be forbidden."""

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest
from chromium import CHROMIUM, NAMES
from hypothesis import settings

WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => violations.push(event.violatedDirective));
"""
PROGRAMS = {"dot": ("dot",), "tex": ("pdflatex",), "poppler": ("pdffonts",), "chromium": NAMES}

# Programs that tests start see the same archdraw as the tests.
os.environ["PYTHONPATH"] = str(Path(__file__).parent.parent)

collect_ignore = [] if find_spec("keras") else ["live_subclasses.py"]
"""Classes can be derived from Keras's only where it is."""

settings.register_profile("archdraw", deadline=None, derandomize=True, database=None)
settings.load_profile("archdraw")


def pytest_collection_modifyitems(items):
    """Skip what needs a program that is not there, or Keras."""
    if find_spec("keras") is None:
        for item in items:
            if item.get_closest_marker("keras"):
                item.add_marker(pytest.mark.skip(reason="needs Keras: pip install '.[keras]'"))
    if not Path(os.environ.get("ARCHDRAW_MERMAID", "")).is_file():
        for item in items:
            if item.get_closest_marker("mermaid"):
                item.add_marker(pytest.mark.skip(reason="needs ARCHDRAW_MERMAID=…/mermaid.min.js: npm pack mermaid"))
    for name, commands in PROGRAMS.items():
        if not any(map(shutil.which, commands)):
            for item in items:
                if item.get_closest_marker(name):
                    item.add_marker(pytest.mark.skip(reason=f"needs the program {name}"))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    """Fail a run that skipped something, where ARCHDRAW_NO_SKIP=1 says that everything must run; Keras has a run of its own."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if find_spec("keras") is None:
        skipped = [report for report in skipped if "keras" not in report.keywords]
    if skipped and exitstatus == 0 and os.environ.get("ARCHDRAW_NO_SKIP") == "1":
        reporter.write_line(f"{len(skipped)} tests were skipped, but ARCHDRAW_NO_SKIP=1 forbids it", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_make_parametrize_id(val, argname):
    """Name bytes by their argument: a zip made for a test holds the time, and all workers must agree on the names."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture(scope="module")
def browser():
    """Chromium, as users of Python steer it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with a spec in it, to work in."""
    from commands import SPEC

    monkeypatch.chdir(tmp_path)
    (tmp_path / "net.yaml").write_text(SPEC)
    return tmp_path


@pytest.fixture
def opened(browser, tmp_path):
    """Open the page of a figure; at the end nothing must have been asked for, violated or gone wrong."""
    pages, wrong = [], []

    def open_page(figure, **options):
        path = figure.save(tmp_path / "net.html")
        page = browser.new_context(**options).new_page()
        page.add_init_script(WATCH)
        page.on("request", lambda request: request.url in (path.as_uri(), "data:,") or wrong.append(request.url))
        page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
        page.on("console", lambda message: message.type in ("error", "warning") and wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(path.as_uri())
        pages.append(page)
        return page

    yield open_page
    assert not wrong
    for page in pages:
        assert page.evaluate("violations") == []
        page.context.close()
