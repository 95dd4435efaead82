"""Documents at the door: YAML files become checked objects, and errors name file, line, field and the nearest name."""
