"""What the pool's business needs in capital: simulated, by the regulator's formula, and by law."""
