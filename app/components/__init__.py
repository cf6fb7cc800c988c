"""What can be chosen: each choice is one table entry. The tables need no torch; making an entry imports it."""
