"""The pages: one folder a stage, the design system, static files."""
