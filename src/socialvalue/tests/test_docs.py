"""The pages of docs say what the code does today."""

import doctest
import importlib.util

import pytest

from socialvalue import pipeline
from socialvalue.tests import cases

DOCS = cases.ROOT / "docs" / "socialvalue"
pytestmark = pytest.mark.skipif(not DOCS.is_dir(), reason="the package is installed without its docs")


@pytest.fixture(scope="module")
def build():
    where = importlib.util.spec_from_file_location("socialvalue_docs_build", DOCS / "build.py")
    module = importlib.util.module_from_spec(where)
    where.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", [*pipeline.STAGES, "README"])
def test_page_is_up_to_date(build, name):
    text = build.overview() if name == "README" else build.page(name)
    assert (DOCS / f"{name}.md").read_text() == text, "run docs/socialvalue/build.py"


@pytest.mark.parametrize("name", pipeline.STAGES)
def test_published_schema_is_up_to_date(build, name):
    assert (DOCS / "schema" / f"{name}.json").read_text() == build.schema(name), "run docs/socialvalue/build.py"


@pytest.mark.parametrize("name", pipeline.STAGES)
def test_every_stage_explains_itself_and_has_its_own_test(name):
    doc = pipeline.STAGES[name].module.__doc__
    for heading in ("## Purpose", "## Formula", "## Units", "## Source"):
        assert heading in doc
    assert (cases.ROOT / "src/socialvalue/tests" / f"test_{name.replace('-', '_')}.py").exists()


@pytest.mark.skipif(cases.folder() is None, reason=cases.NOT_HERE)
def test_page_of_cases_is_up_to_date(build):
    assert (DOCS / "cases.md").read_text() == build.case_page(), "run docs/socialvalue/build.py"


def test_page_of_cases_names_every_case_and_no_miss():
    text = (DOCS / "cases.md").read_text()
    assert all(f"`{name}`" in text for name in cases.CASES)
    assert "| NO |" not in text
    assert text.count("| yes |") > 300


def test_examples_for_a_notebook_run():
    found = doctest.testfile(str(DOCS / "notebook.md"), module_relative=False)
    assert found.attempted > 15
    assert found.failed == 0
