"""Slides (PowerPoint): a storyline or a page as an editable deck with native charts and tables, and the same deck a month later.

`reading` the numbers, each place from its link alone; `slides` what stands where (`content`); `drawing`, `charting`, `tables`,
`writing` the file, in colours of the template's theme; `updating` and `places` the deck that people have edited since.
"""
