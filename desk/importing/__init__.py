"""Lists of others become listings: read, checked, shown, and only then written. docs/importing.md."""
