"""What `middleground` itself names is there, and costs nothing until it is asked for."""

import subprocess
import sys

import middleground


def test_every_public_name_can_be_had() -> None:
    for name in middleground.__all__:
        assert getattr(middleground, name) is not None


def test_importing_the_package_or_asking_for_help_imports_nothing_heavy() -> None:
    heavy = "numpy, numba, spacy, pandas, ortools, pysat, pydantic, rich, scipy, jinja2"
    code = (
        "import sys, middleground.ports.cli as cli\n"
        "try: cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        f"print([m for m in {heavy.split(', ')!r} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "zone" in done.stdout
    assert done.stderr.strip() == "[]"
