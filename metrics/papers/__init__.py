"""Paper (PDF): a page, a storyline or a seal as vectors on A4 or A3, one page a step, from what slides are made of.

`pages` what stands where on a page; `making` the file.
"""
