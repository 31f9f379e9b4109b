"""Figures where documents are written: Sphinx, MkDocs, pandoc and Quarto."""
