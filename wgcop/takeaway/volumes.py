"""Divides a long discussion into volumes that can be printed (pure)."""

from dataclasses import replace

from wgcop.takeaway.content import TakenDiscussion, TakenPart

# The printer has a time limit: a volume of this size has about a hundred pages, well below it.
MOST_IN_VOLUME = 400  # comments
MOST_LETTERS_IN_VOLUME = 200_000  # characters


def in_volumes(
    whole: TakenDiscussion, most: int = MOST_IN_VOLUME, letters: int = MOST_LETTERS_IN_VOLUME
) -> list[TakenDiscussion]:
    """Divide a long discussion into volumes, none of which is too long to be printed at once."""
    volumes: list[list[TakenPart]] = [[]]
    count = size = 0
    for part in whole.parts:
        begun = 0
        if (count or size) and size + part.letters > letters:
            volumes.append([])
            count = size = 0
        size += part.letters
        for place, comment in enumerate(part.comments):
            long = len(comment.text) + len(comment.quoted)
            if count and (count == most or size + long > letters):
                begins = not place
                if not begins:
                    volumes[-1].append(replace(part, comments=part.comments[begun:place]))
                    # What stands above the comments is in the volume before.
                    part = TakenPart(part.title, part.address, comments=part.comments)
                volumes.append([])
                begun, count, size = place, 0, part.letters if begins else 0
            count, size = count + 1, size + long
        volumes[-1].append(replace(part, comments=part.comments[begun:]))
    return [
        replace(whole, parts=parts, volume=number, volumes=len(volumes))
        for number, parts in enumerate(volumes, 1)
    ]
