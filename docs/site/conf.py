"""The docs site: the Markdown of this repository, where it is, in an order for readers.

Pages are not moved or copied: tests, code and other pages name them by their place, and
GitHub shows them as well. So the sources are the repository itself, and the order is here.
A page that is not in it, a link and an anchor that lead nowhere fail `scripts/docs`.
"""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]

NAVIGATION = {
    "Start": ["README"],
    "Concepts": ["docs/concepts", "docs/ARCHITECTURE"],
    "Guides": [
        "docs/guides/pair-two-people",
        "docs/guides/pay-from-a-server",
        "docs/guides/reward-a-level",
        "clients/typescript/README",
        "examples/README",
    ],
    "Reference": [
        "docs/errors",
        "docs/settings",
        "docs/identity",
        "docs/realtime",
        "docs/affinity",
        "docs/data-model",
        "docs/glossary",
        "docs/performance",
    ],
    "Operations": ["docs/operations", "docs/one-machine", "docs/safety", "docs/upgrading", "docs/stored-bytes", "SECURITY", "CHANGELOG"],
    "Decisions": ["docs/adr/README"],
    "Taking part": ["CONTRIBUTING", "console/README", "GOVERNANCE", "CODE_OF_CONDUCT"],
}
START = "docs/README"
DECISIONS = "docs/adr/README"

project = "Heartlink"
copyright = "the contributors of Heartlink"
version = re.search(r'^version = "(.+)"$', (ROOT / "Cargo.toml").read_text(), re.MULTILINE)[1]
release = version
root_doc = START
extensions = ["myst_parser", "sphinx_copybutton"]
include_patterns = ["*.md", "docs/*.md", "docs/**/*.md", "console/README.md", "clients/typescript/README.md", "examples/README.md"]
exclude_patterns = ["build", "target", "data", "**/node_modules", ".git", ".github"]

myst_heading_anchors = 4
nitpicky = True
linkcheck_anchors_ignore_for_url = [r"https://github\.com/.*"]
# What answers only while a gateway runs here.
linkcheck_ignore = [r"http://127\.0\.0\.1:\d+.*"]

html_theme = "furo"
html_title = f"Heartlink {version}"
html_extra_path = ["root"]
html_copy_source = False
html_show_sphinx = False
html_theme_options = {"navigation_with_keys": True}
copybutton_exclude = ".linenos, .gp, .go"


def toctree(caption, pages, hidden=True):
    options = [f":caption: {caption}"] if caption else []
    options += [":hidden:"] if hidden else []
    return "\n".join(["", "```{toctree}", *options, "", *(f"/{page}" for page in pages), "```", ""])


def order(_app, page, source):
    """Adds the navigation to the pages that stand above others, and to a link to a folder its page."""
    if page == START:
        source[0] += "".join(toctree(caption, pages) for caption, pages in NAVIGATION.items())
    if page == DECISIONS:
        records = sorted(path.stem for path in (ROOT / "docs/adr").glob("[0-9]*.md"))
        source[0] += toctree(None, [f"docs/adr/{record}" for record in records])
    folder = (ROOT / page).parent

    def readme(link):
        target = link[1]
        is_folder = "://" not in target and (folder / target / "README.md").is_file()
        return f"]({target.rstrip('/')}/README.md)" if is_folder else link[0]

    source[0] = re.sub(r"\]\(([^)#\s]+)\)", readme, source[0])


def setup(app):
    app.connect("source-read", order)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
