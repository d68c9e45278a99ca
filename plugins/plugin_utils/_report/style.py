# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The style sheet of the HTML report."""

from __future__ import annotations

from collections.abc import Iterator

from ansible_collections.otc.vbs.plugins.plugin_utils._report.columns import COLUMNS, LEVELS
from ansible_collections.otc.vbs.plugins.plugin_utils._report.status import Status

# Colours differ in brightness too, and each cell has a sign, so that the page can be read without colours.
SHEET = """:root {
  color-scheme: light dark;
  --page: #f4f6f8; --card: #fff; --text: #1b2733; --faint: #566371; --line: #dfe4ea; --bar: #9fb0c0;
  --ok: #0b6b4c; --ok-back: #e3f4ec; --bad: #a82216; --bad-back: #fcebe9; --link: #1a5fb4;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #11171d; --card: #1a222b; --text: #e4eaf0; --faint: #9dabb8; --line: #2e3a46; --bar: #5b6d7e;
    --ok: #7fdcb5; --ok-back: #15332a; --bad: #ff9d90; --bad-back: #3a1c1a; --link: #8ab8f5;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 0.5rem; }
body {
  margin: 0 auto; padding: 1.5rem 1rem; max-width: 78rem; background: var(--page); color: var(--text);
  font: 0.9375rem/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  overflow-wrap: anywhere; -webkit-text-size-adjust: 100%; text-size-adjust: 100%;
}
h1 { margin: 0; font-size: 1.5rem; line-height: 1.2; }
h2 { margin: 0; font-size: 1.0625rem; line-height: 1.3; }
h3 { margin: 0; font-size: 0.9375rem; }
p, ul, dl, dd { margin: 0; padding: 0; }
small { color: var(--faint); font-size: 0.8125rem; }
td small { display: block; }
th small { display: block; font-weight: 400; }
strong { font-weight: 600; }
i { font-style: normal; }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.subtitle { color: var(--faint); font-size: 1.0625rem; }
.verdict { margin-top: 1rem; padding: 0.75rem 1rem; border-radius: 0.5rem; font-size: 1.0625rem; font-weight: 600; }
.verdict.ok { background: var(--ok-back); color: var(--ok); }
.verdict.bad { background: var(--bad-back); color: var(--bad); }
.made { margin: 0.5rem 0 1rem; color: var(--faint); }
.told { margin: 0 0 1rem; }
.told ul { padding-left: 1.1rem; }
.told li { margin: 0.2rem 0; }
.counts { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: 0.75rem; }
.counts div { padding: 0.6rem 0.9rem; background: var(--card); border: 1px solid var(--line); border-radius: 0.5rem; }
.counts dt { color: var(--faint); font-size: 0.8125rem; }
.counts dd { font-size: 1.25rem; font-weight: 600; }
.counts .alert dd { color: var(--bad); }
.legend {
  display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; margin: 1rem 0; color: var(--faint); font-size: 0.8125rem;
  list-style: none;
}
.legend li { display: flex; gap: 0.4rem; align-items: center; }
.part { margin: 1.5rem 0 0.5rem; }
.policy { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--ok); }
.policy.bad { border-left-color: var(--bad); }
.policy .mark { color: var(--ok); }
.policy.bad .mark { color: var(--bad); }
.card { content-visibility: auto; contain-intrinsic-size: auto 12rem; }
.card { margin: 1rem 0; padding-top: 0.75rem; border-radius: 0.5rem; }
.card > h2, .card > p { padding: 0 1rem; }
.card > .problems { margin: 0.4rem 1rem 0; padding: 0 0 0.6rem 1.1rem; }
.card > .facts:has(+ table) { padding-bottom: 0.5rem; }
.card:target { box-shadow: 0 0 0 3px var(--link); }
.line > summary::before { margin-right: -0.6rem; }
.line { margin: -1px 0 0; }
.line > summary, div.line { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: 0.4rem 1rem; }
.line > summary > p, div.line > p { margin-left: auto; }
.id, .facts, .streak { color: var(--faint); font-size: 0.8125rem; }
.card > .problems { color: var(--bad); }
summary { cursor: pointer; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary::before { content: "▸"; margin-right: 0.4rem; color: var(--faint); }
[open] > summary::before { content: "▾"; }
.folded { border-top: 1px solid var(--line); }
.folded > summary { padding: 0.4rem 1rem; color: var(--faint); font-size: 0.8125rem; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 0.5rem 0.4rem; border-top: 1px solid var(--line); text-align: left; vertical-align: top; }
th:first-child { padding-left: 1rem; }
td:last-child, th:last-child { padding-right: 1rem; }
thead th { padding-top: 0.3rem; padding-bottom: 0.3rem; color: var(--faint); font-size: 0.8125rem; font-weight: 500; }
tbody th { font-weight: 500; }
.volumes { table-layout: fixed; }
.reason { margin-top: 0.2rem; color: var(--faint); font-size: 0.8125rem; }
.bad .reason { color: var(--bad); }
.badge { display: inline-block; padding: 0 0.5rem; border-radius: 0.75rem; font-size: 0.8125rem; font-weight: 600; }
.days { display: grid; grid-template-columns: repeat(30, minmax(0, 1fr)); gap: 1px; }
.days i { display: grid; grid-template-rows: 1.5rem 1rem; align-items: end; text-align: center; }
.days i::after { order: -1; grid-row: 1; content: ""; margin: 0 12% 1px; background: var(--bar); }
.days i::before { grid-row: 2; align-self: stretch; border-radius: 2px; font-size: 0.625rem; line-height: 1rem; }
.slow .days i:last-child::after { background: var(--timed-out); }
.badge.slower { background: var(--timed-out); color: var(--timed-out-text); }
.legend i::before {
  display: inline-block; width: 1rem; border-radius: 2px; font-size: 0.6875rem; line-height: 1rem; text-align: center;
}
.failures table { font-size: 0.8125rem; }
.failures th:first-child, .failures td:nth-child(3) { white-space: nowrap; overflow-wrap: normal; }
.failures > p, .more { padding: 0.4rem 1rem; color: var(--faint); font-size: 0.8125rem; }
footer { margin-top: 1.5rem; color: var(--faint); font-size: 0.8125rem; }
@media screen and (max-width: 52rem) {
  body { padding: 1rem 0.6rem; }
  table, tbody { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { display: grid; grid-template-columns: repeat(3, 1fr); gap: 0 0.6rem; padding: 0.6rem 1rem; }
  tr { border-top: 1px solid var(--line); }
  th, td, th:first-child, td:last-child { padding: 0.2rem 0.4rem 0.2rem 0; border: 0; }
  td::before { content: attr(data-label); display: block; margin-bottom: 0.1rem; }
  td::before { color: var(--faint); font-size: 0.75rem; }
  .wide, tbody th, .failures td { grid-column: 1 / -1; }
  .failures tr { padding: 0.4rem 1rem; }
  .line > summary > p, div.line > p { margin-left: 0; flex-basis: 100%; }
}
@media screen and (max-width: 36rem) {
  .days { grid-template-columns: repeat(15, minmax(0, 1fr)); row-gap: 0.3rem; }
  .days i::before { font-size: 0.75rem; }
}
@media print {
  @page { size: landscape; margin: 12mm; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  html { font-size: 12px; }
  body { max-width: none; padding: 0; background: #fff; }
  summary::before { content: none !important; }
  .card details::details-content { content-visibility: visible; block-size: auto; }
  summary, h1, h2, thead, .id, .facts { break-after: avoid; }
  tr, .counts, .verdict, summary, li, .line { break-inside: avoid; }
}
"""


def _colours(*, dark: bool) -> str:
    """Those of each status, as variables."""
    pairs = ((status.style, status.colours[2:] if dark else status.colours[:2]) for status in Status)
    return " ".join(f"--{style}: {ground}; --{style}-text: {letters};" for style, (ground, letters) in pairs)


def _statuses() -> Iterator[str]:
    yield f":root {{ {_colours(dark=False)} }}"
    yield f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {_colours(dark=True)} }} }}"
    for status in Status:
        style = status.style
        marked = f".badge.{style}, i.{style}::before"
        yield f"{marked} {{ background: var(--{style}); color: var(--{style}-text); }}"
        yield f'.{style} > i::before, i.{style}::before {{ content: "{status.sign}"; }}'


_BARS = [f".h{level}::after {{ height: {100 * level / LEVELS:.1f}%; }}" for level in range(1, LEVELS + 1)]
_WIDTHS = [f".w{width} {{ width: {width}%; }}" for width in sorted({column.width for column in COLUMNS})]
STYLE = SHEET + "".join(f"{line}\n" for line in [*_statuses(), *_BARS, *_WIDTHS])
