"""Workbooks on their way out: marks and comments in people's own files, and the look of ours."""
