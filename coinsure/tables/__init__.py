"""The frozen tables that stages hand to each other."""
