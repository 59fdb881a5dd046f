"""A file that is served from memory, packed once for every browser that can unpack."""

import gzip
from dataclasses import dataclass
from functools import cached_property

from starlette.datastructures import Headers
from starlette.responses import Response

_FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class File:
    """A file that never changes under its address."""

    content: bytes
    media_type: str

    @cached_property
    def packed(self) -> bytes:
        """The content as gzip, or as it is where that is no smaller."""
        packed = gzip.compress(self.content, mtime=0)
        return packed if len(packed) < len(self.content) else self.content

    def answer(self, asked: Headers) -> Response:
        """Return the answer to a request with these headers."""
        told = {"Cache-Control": _FOREVER, "Vary": "Accept-Encoding"}
        content = self.content
        if "gzip" in asked.get("accept-encoding", "") and self.packed is not self.content:
            content = self.packed
            told["Content-Encoding"] = "gzip"
        return Response(content, media_type=self.media_type, headers=told)
