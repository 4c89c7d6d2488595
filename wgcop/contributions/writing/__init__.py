"""Writing together: the steps of all writers, put into one order and stored, and versions of the
text kept at pauses.

How a keystroke travels. The editor in the browser sends steps over the WebSocket to `channels`,
with the version of the text on which it made them. `handing_in` gathers what waits for the same
draft, and `authority` takes it in one transaction: it locks the paper, checks that the writer still
may write, rebases the steps on those of others that came before, has the paper checked, stores
steps and text, and increments the version. After the commit the others are told. An editor that
missed something asks for all steps since its version: rows are the truth, the socket is a hint. The
form without scripts, an API client, an import and a restored version reach the same authority as
steps.
"""
