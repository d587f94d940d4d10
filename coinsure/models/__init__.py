"""What can be said about losses: how many, how large, what they share, what the policy pays."""
