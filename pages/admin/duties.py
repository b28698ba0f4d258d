"""Obligations: what is owed by whom and until when, and which months are open?"""
