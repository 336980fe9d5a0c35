"""How files come in over HTTP: what is too large is read to its end, so that the page can say so, but not kept."""

from django.core.files.uploadhandler import TemporaryFileUploadHandler

from kracht.foundation.media.facts import MOST_BYTES


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Writes at most one byte more than a picture may have to the disk; the file's `size` is what was sent."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep what fits."""
        room = MOST_BYTES + 1 - start
        if room > 0:
            super().receive_data_chunk(raw_data[:room], start)
