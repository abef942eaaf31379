"""Document -> Mentions and grounded Claims. spaCy lives in this room and nowhere else."""
