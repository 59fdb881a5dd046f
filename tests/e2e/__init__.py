"""The app in a real browser. A package, so that its conftest and that of tests/ are two modules."""
