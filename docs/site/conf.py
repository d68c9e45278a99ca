# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How Sphinx makes the site of what build.py has gathered."""

project = "otc.vbs"
author = "The otc.vbs contributors"
root_doc = "README"
extensions = ["myst_parser", "sphinx_antsibull_ext"]
highlight_language = "text"
html_theme = "sphinx_ansible_theme"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_title = "otc.vbs"
html_show_sphinx = False
html_copy_source = False
# Links to headlines, as the place that hosts the repository makes them.
myst_heading_anchors = 3
# Every link within the site has to lead somewhere. These lead to Ansible's own.
nitpicky = True
nitpick_ignore_regex = [
    ("std:envvar", "ANSIBLE_.*"),
    ("std:ref", r"action_plugins|ansible_configuration_settings|common_return_values"),
    ("std:ref", r"ansible_collections\.ansible\.builtin\..*"),
]
