"""Earlier work that a draft resembles: shown beside the draft, decided on at submission, swept for at night."""
