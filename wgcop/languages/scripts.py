"""The letters of scripts, for patterns that must tell them apart."""

IDEOGRAPHS = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese characters, kana and their signs, as the inside of a character class: scripts without spaces."""
