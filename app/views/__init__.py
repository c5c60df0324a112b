"""View models: frozen dataclasses that a template prints without thinking. Every text, role, coordinate and link."""
