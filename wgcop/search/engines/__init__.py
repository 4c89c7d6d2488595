"""The engines that answer a question, and what they share; features know their protocol only."""
