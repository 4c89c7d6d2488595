"""Numbered documents as their readers get them: on their page, compared, in Word, as PDF, and many in one ZIP."""
