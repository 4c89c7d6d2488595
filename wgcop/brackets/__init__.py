"""Brackets: words of a clause that are not agreed, with the delegations that own the bracket, and the alternatives to the words."""
