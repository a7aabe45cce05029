"""Pages of steps 9 and 10, the award register, the public check, the look of certificates."""
