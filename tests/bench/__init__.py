"""What a visit, a step, a race and the server cost; see __main__.py."""
