"""The biography of a clause over all editions: its wordings, and what led from one to the next."""
