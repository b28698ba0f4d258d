"""Briefings (专报, 通报) as Word documents: the named places of a template, what belongs in each as its maker may read it, and the
templates an office keeps."""
