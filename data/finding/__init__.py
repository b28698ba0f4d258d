"""Names found however they are written: in Chinese, by their sound or its initials, in English or by key, misspelt too.

`spelling` what a name sounds like and what it is made of; `matching` how well a name fits what was asked; `titles` the index
of the rows of registers, which lies in the store.
"""
