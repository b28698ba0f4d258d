"""The page of a unit, and of a person who answers for one: what each is, has, owes and answers for."""
