"""Commands for who runs Utsyn."""
