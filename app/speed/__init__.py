"""The race: the same forward pass by several programs, timed as it should be done, one race at a time."""
