"""What the rows of one register say together: profiles, what was cut, who was reached, what is still alive.

Everything here takes a frame of `standings.fields` – a row a line, with its standing – and gives a small frame; it asks
no database. Numbers with passports are metrics; these explain them, and each keeps the keys of the rows it is made of.
"""
