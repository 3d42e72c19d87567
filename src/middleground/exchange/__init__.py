"""The field's own formats: Genius XML, GeniusWeb and NegoLog JSON, scoring matrices."""
