"""Writing together: the steps of all writers, put in one order and stored, and versions of the text kept at pauses.

How a keystroke travels. The editor in the browser sends steps over the socket to `channels`, with the version of the text
that it made them on. `handing_in` gathers what waits for the same draft, and `authority` takes it in one transaction:
it locks the paper, asks whether the writer still may, moves the steps over those of others that came
before, has the paper checked, stores steps and text, and counts the version up. After the commit the others
hear of them. An editor that missed something asks for all steps since its version: rows are the truth, the
socket is a hint. The form without scripts, an API client, an import and a restored version come as steps to the same
authority.
"""
