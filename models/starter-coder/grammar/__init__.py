"""The grammar: composable Python problems with wordings, references, inputs and wrong programs."""
