"""Instructions on the screen: the list, one of them with its buttons, the form that issues one, a person's day."""
