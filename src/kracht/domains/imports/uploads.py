"""How a file comes in over HTTP: to the disk, and no further than the limit; the rest is read past so the page can say so."""

from django.core.files.uploadhandler import TemporaryFileUploadHandler

from kracht.domains.imports.facts import MOST_BYTES


class ImportUploadHandler(TemporaryFileUploadHandler):
    """Writes at most one byte more than a file may have; the file's `size` is what was sent."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep what fits."""
        room = MOST_BYTES + 1 - start
        if room > 0:
            super().receive_data_chunk(raw_data[:room], start)
