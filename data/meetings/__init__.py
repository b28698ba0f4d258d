"""Meetings: called, opened upon a frozen view, decided in, closed with minutes. A decision is an instruction."""
