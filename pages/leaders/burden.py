"""Burden: what does reporting cost the units, and what could be dropped?"""
