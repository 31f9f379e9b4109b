"""A scene as SVG, and that set as PDF and PNG: by typst in this process and with bundled fonts, or by a LaTeX."""
