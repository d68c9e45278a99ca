# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The chart of the page: how much longer the others take."""

from __future__ import annotations

from collections.abc import Sequence

import pygal
from pygal.style import Style

from .measures import EARLIER, FORCED, PING, RAW, SDK, SERIAL, THREADED, URI
from .rows import Compared

# Each readable on white and on black.
INK = "#808890"
COLOURS = {
    PING: "#9aa0a6",
    FORCED: "#4fa8a8",
    EARLIER: "#c2574a",
    SERIAL: "#3f9e6b",
    THREADED: "#6fbf73",
    RAW: "#4a90c2",
    SDK: "#b07cc6",
    URI: "#e0813a",
}


def chart(rows: Sequence[Compared]) -> str:
    """An SVG of the rows, with a bar for each latency."""
    # The axis goes up.
    works = list(dict.fromkeys(row.work for row in reversed(rows)))
    latencies = list(reversed(rows[0].ratios))
    contenders = list(dict.fromkeys(row.contender for row in rows))
    style = Style(
        background="transparent",
        plot_background="transparent",
        foreground=INK,
        foreground_strong=INK,
        foreground_subtle=INK,
        opacity="1",
        font_family="sans-serif",
        title_font_size=16,
        label_font_size=13,
        major_label_font_size=13,
        legend_font_size=13,
        guide_stroke_color=INK,
        major_guide_stroke_color=INK,
        colors=tuple(COLOURS[contender] for contender in contenders),
    )
    labels = [f"{work}, {latency}" for work in works for latency in latencies]
    figure = pygal.HorizontalBar(
        style=style,
        title="Time relative to this collection, logarithmic",
        width=900,
        height=70 * len(labels) + 120,
        logarithmic=True,
        zero=0.1,
        legend_at_bottom=True,
        legend_at_bottom_columns=3,
        truncate_legend=-1,
        truncate_label=-1,
        js=[],
        disable_xml_declaration=True,
    )
    # Else a name by chance is all over the chart.
    figure.uuid = "benchmarks"
    figure.x_labels = labels
    figure.y_labels = [0.1, 0.3, 1, 3, 10, 30, 100, 300]
    found = {(row.work, row.contender): row.ratios for row in rows}
    for contender in contenders:
        figure.add(
            contender,
            [found.get((work, contender), {}).get(latency) for work in works for latency in latencies],
            formatter=lambda ratio: f"{ratio:.3g}",
        )
    return str(figure.render(is_unicode=True))
