"""Parts of a file, as players ask for them to jump within a video; Safari plays nothing without."""

import re
from collections.abc import Iterator
from typing import IO, Any

RANGE = re.compile(r"bytes=(\d*)-(\d*)")
BLOCK = 64 * 1024


def ranged(request: Any, response: Any, size: int) -> Any:
    """The same response, cut to the one range that was asked for; as it is where none was, or one that is odd."""
    response.headers["Accept-Ranges"] = "bytes"
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    if not asked or asked.group(1) == asked.group(2) == "":
        return response
    start, end = _bounds(asked.group(1), asked.group(2), size)
    if start > end:
        response.status_code = 416
        response.headers["Content-Range"], response.headers["Content-Length"] = f"bytes */{size}", "0"
        response.streaming_content = iter(())
        return response
    response.status_code = 206
    length = end - start + 1
    response.headers["Content-Range"], response.headers["Content-Length"] = f"bytes {start}-{end}/{size}", str(length)
    response.streaming_content = _blocks(response.file_to_stream, start, length)
    return response


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    if not first:
        return max(size - int(last), 0), size - 1
    return int(first), min(int(last) if last else size - 1, size - 1)


def _blocks(file: IO[bytes], start: int, length: int) -> Iterator[bytes]:
    file.seek(start)
    while length > 0 and (block := file.read(min(BLOCK, length))):
        length -= len(block)
        yield block
