"""Figures of the report, one file each, all drawn by the rules of ``style``."""
