"""One encrypted file of everything but the keys, and putting it back."""
