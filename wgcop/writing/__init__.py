"""Writing together in drafts of papers, notes and reports: the steps of all writers, ordered and
stored, and versions of the text kept at pauses.

How a keystroke travels. The editor in the browser sends steps over the WebSocket to `channels`,
with the version of the text on which it made them. `handing_in` gathers the pushes that wait for
the same draft, and `authority` takes it in one transaction: it locks the paper, checks that the
writer still may write, rebases the steps on those of others that came before, has the paper
checked, stores steps and text, and increments the version. After the commit, the other editors are
told. An editor that missed something asks for all steps since its version: the rows are
authoritative, the socket only a hint. The form without scripts, an API client, an import and a
restored version reach the same authority as steps.
"""
