# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The style sheet of the HTML report."""

from __future__ import annotations

from ansible_collections.otc.vbs.plugins.plugin_utils._report.text import SYMBOLS

# The heights that a bar can have: the page allows no style beside this sheet, so each is a class.
LEVELS = 12

# Colours differ in brightness too, and each cell has a sign, so that the page can be read without colours.
SHEET = """:root {
  color-scheme: light dark;
  --page: #f4f6f8; --card: #fff; --none: #edf0f3; --text: #1b2733; --faint: #5a6876; --line: #dfe4ea; --bar: #9fb0c0;
  --good: #a9dcc6; --good-text: #0b4a35; --failed: #c02b1d; --failed-text: #fff;
  --timed: #f0a73a; --timed-text: #301c00; --unknown: #7a4fc4; --unknown-text: #fff;
  --skipped: #eee08a; --skipped-text: #453c00; --running: #6bb1f0; --running-text: #062a4a;
  --ok: #0b6b4c; --ok-back: #e3f4ec; --bad: #a82216; --bad-back: #fcebe9;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #11171d; --card: #1a222b; --none: #252f39; --text: #e4eaf0; --faint: #9dabb8;
    --line: #2e3a46; --bar: #5b6d7e;
    --good: #1f6a51; --good-text: #d3f5e7; --failed: #f0705f; --failed-text: #2c0500;
    --timed: #d98d1e; --timed-text: #1f1200; --unknown: #a98bea; --unknown-text: #1b0a3c;
    --skipped: #b8a94a; --skipped-text: #1f1b00; --running: #4b94d6; --running-text: #03182b;
    --ok: #7fdcb5; --ok-back: #15332a; --bad: #ff9d90; --bad-back: #3a1c1a;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1.5rem 1rem; max-width: 78rem; background: var(--page); color: var(--text);
  font: 0.9375rem/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  overflow-wrap: anywhere; -webkit-text-size-adjust: 100%; text-size-adjust: 100%;
}
h1 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.2; }
h2 { margin: 0; font-size: 1.0625rem; line-height: 1.3; }
p, ul, dl, dd { margin: 0; padding: 0; }
small { display: block; color: var(--faint); font-size: 0.8125rem; }
strong { font-weight: 600; }
i { font-style: normal; }
.verdict { padding: 0.75rem 1rem; border-radius: 0.5rem; font-size: 1.0625rem; font-weight: 600; }
.verdict.ok { background: var(--ok-back); color: var(--ok); }
.verdict.bad { background: var(--bad-back); color: var(--bad); }
.made { margin: 0.5rem 0 1rem; color: var(--faint); }
header h2 { margin: 1rem 0 0.25rem; }
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
.policy {
  margin: 0 0 1rem; background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--ok);
  border-radius: 0.5rem;
}
.policy.bad { border-left-color: var(--bad); }
summary { cursor: pointer; list-style: none; }
summary::-webkit-details-marker { display: none; }
.policy > summary { position: relative; padding: 0.75rem 2.5rem 0.75rem 1rem; }
.policy > summary::after { content: "▸"; position: absolute; top: 0.75rem; right: 1rem; color: var(--faint); }
.policy[open] > summary::after { content: "▾"; }
.policy .mark { color: var(--ok); }
.policy.bad .mark { color: var(--bad); }
.id, .facts { color: var(--faint); font-size: 0.8125rem; }
.problems { margin: 0 1rem 0.5rem; padding-left: 1.1rem; color: var(--bad); }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 0.5rem 0.4rem; border-top: 1px solid var(--line); text-align: left; vertical-align: top; }
th:first-child { padding-left: 1rem; }
td:last-child, th:last-child { padding-right: 1rem; }
thead th { padding-top: 0.3rem; padding-bottom: 0.3rem; color: var(--faint); font-size: 0.8125rem; font-weight: 500; }
tbody th { font-weight: 500; }
.volumes { table-layout: fixed; }
.volumes th:nth-child(1) { width: 20%; }
.volumes th:nth-child(2) { width: 23%; }
.volumes th:nth-child(3) { width: 9%; }
.volumes th:nth-child(5) { width: 6.5%; }
.volumes th:nth-child(6) { width: 10.5%; }
.ends { display: flex; justify-content: space-between; }
.reason { margin-top: 0.2rem; color: var(--bad); font-size: 0.8125rem; }
.badge { display: inline-block; padding: 0 0.5rem; border-radius: 0.75rem; font-size: 0.8125rem; font-weight: 600; }
.badge, .days i::before, .legend i::before { background: var(--back); color: var(--ink); }
.days { display: grid; grid-template-columns: repeat(30, 1fr); gap: 1px; }
.days i { display: grid; grid-template-rows: 1.5rem 1rem; align-items: end; text-align: center; }
.days i::after { order: -1; grid-row: 1; content: ""; margin: 0 12% 1px; background: var(--bar); }
.days i::before { grid-row: 2; align-self: stretch; border-radius: 2px; font-size: 0.625rem; line-height: 1rem; }
.slow .days i:last-child::after { background: var(--timed); }
.legend i::before {
  display: inline-block; width: 1rem; border-radius: 2px; font-size: 0.6875rem; line-height: 1rem; text-align: center;
}
.g { --back: var(--good); --ink: var(--good-text); }
.f { --back: var(--failed); --ink: var(--failed-text); }
.t { --back: var(--timed); --ink: var(--timed-text); }
.u { --back: var(--unknown); --ink: var(--unknown-text); }
.s { --back: var(--skipped); --ink: var(--skipped-text); }
.r { --back: var(--running); --ink: var(--running-text); }
.n { --back: var(--none); --ink: var(--faint); }
.failures { margin: 0 1rem 0.75rem; }
.failures > summary { color: var(--faint); font-size: 0.8125rem; text-decoration: underline dotted; }
.failures > p { color: var(--faint); font-size: 0.8125rem; }
.failures table { margin-top: 0.4rem; font-size: 0.8125rem; }
.failures th:first-child { padding-left: 0; white-space: nowrap; }
.failures td:nth-child(3) { white-space: nowrap; overflow-wrap: normal; }
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
  tbody th, .volumes td:nth-child(2), td.past, .failures td { grid-column: 1 / -1; }
  .volumes td:nth-child(2)::before { content: none; }
  .volumes th:nth-child(1) { width: auto; }
  td.past { order: 1; }
  .failures tr { padding: 0.4rem 0; }
}
@media screen and (max-width: 36rem) {
  .days { grid-template-columns: repeat(15, 1fr); row-gap: 0.3rem; }
  .days i::before { font-size: 0.75rem; }
}
@media print {
  @page { size: landscape; margin: 12mm; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  body { max-width: none; padding: 0; background: #fff; font-size: 9pt; }
  .policy > summary::after { content: none !important; }
  details::details-content { content-visibility: visible; block-size: auto; }
  summary, h1, h2, thead { break-after: avoid; }
  tr, .counts, .verdict, summary, li { break-inside: avoid; }
}
"""

_SIGNS = "".join(
    f'.{kind[0]} > i::before, i.{kind[0]}::before {{ content: "{sign}"; }}\n' for kind, sign in SYMBOLS.items()
)
_BARS = "".join(f".h{level}::after {{ height: {100 * level / LEVELS:.1f}%; }}\n" for level in range(1, LEVELS + 1))
STYLE = SHEET + _SIGNS + _BARS
