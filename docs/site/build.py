# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the documentation's site: the README, the guides, and a page for each plugin and role. Run by 'make docs'.

Fails on a link within the site that leads nowhere. Links to other sites are not followed.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
PROGRAMS = Path(sys.prefix) / "bin"
WORK = ROOT / ".venv" / "docs"
SOURCE, HTML = WORK / "source", WORK / "html"
# The pages that are in the README's directory, and what they and the guides link to.
FILES = (
    *ROOT.glob("*.md"),
    *ROOT.glob("roles/*/README.md"),
    *ROOT.glob("examples/*.md"),
    *ROOT.glob("examples/**/*.yml"),
    ROOT / "LICENSE",
)
CONTENTS = """
```{{toctree}}
:hidden:
:caption: Guides

{guides}
```

```{{toctree}}
:hidden:
:caption: Reference

Plugins and roles <reference/index>
```
"""


def main() -> int:
    """Gather the pages and make the site; returns the exit status."""
    for directory in (SOURCE, HTML):
        shutil.rmtree(directory, ignore_errors=True)
    shutil.copytree(ROOT / "docs", SOURCE / "docs", ignore=shutil.ignore_patterns(HERE.name))
    for file in FILES:
        (SOURCE / file.relative_to(ROOT)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, SOURCE / file.relative_to(ROOT))
    write_contents(SOURCE / "README.md")
    (SOURCE / "reference").mkdir()
    options = ["--use-current", "--fail-on-error", "--squash-hierarchy", "--dest-dir", str(SOURCE / "reference")]
    reference = ["antsibull-docs", "collection", *options, "otc.vbs"]
    site = ["sphinx-build", "-q", "-n", "-W", "--keep-going", "-c", str(HERE), str(SOURCE), str(HTML)]
    for program, *arguments in (reference, site):
        done = subprocess.run([str(PROGRAMS / program), *arguments], check=False)
        if done.returncode:
            return done.returncode
    shutil.copy(HTML / "README.html", HTML / "index.html")
    print(HTML / "index.html")
    return 0


def write_contents(page: Path) -> None:
    """Have the start page list all pages: first those that it ends with, in their order there."""
    text = page.read_text(encoding="utf-8")
    linked = re.findall(r"\]\(([^)#]+)\.md[)#]", text.partition("\n## Read on\n")[2])
    there = sorted(str(path.relative_to(SOURCE).with_suffix("")) for path in SOURCE.rglob("*.md") if path != page)
    page.write_text(text + CONTENTS.format(guides="\n".join(dict.fromkeys(linked + there))), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
