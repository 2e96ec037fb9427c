"""German for the wordings of the starter grammar: tables, and how their templates are filled."""
