"""Figures on paper: a sheet is drawn once, in millimetres, and printed as a PDF (vectors) or a picture.

`letters` how wide words are; `sheet` what is drawn; `lines`, `bars`, `tables` the figures; `pdf` the printer.
"""
