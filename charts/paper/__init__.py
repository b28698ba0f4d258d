"""Figures on paper: a sheet is drawn once, in millimetres, and printed as a PDF (vectors) or a picture.

`letters` how wide words are; `sheet` what is drawn; `figures` the charts; `pdf` and `png` the printers.
"""
