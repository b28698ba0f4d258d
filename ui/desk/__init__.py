"""The steward's desk and one draft being worked on: until when, filled in, looked at, handed in."""
