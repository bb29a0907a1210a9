"""Every answer of the report, of its deletion and of a search has one size on the wire, whatever was chosen or found.

TLS hides what a page says and tells how long it is. A step's page grows with what is on it, the last one with the
helplines of the reasons, so lengths alone would tell them. Filled up are the body as it is sent, compressed, and its
head: as HTTP/1.1 spells it, and as nginx packs it for HTTP/2.
"""

import struct
import zlib
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import re_accepts_gzip
from django.utils.cache import patch_vary_headers

type_of_view = Callable[[HttpRequest], HttpResponse]

# The largest page, a map full of streets and names, is 8.1 kB compressed and 22.6 kB plain; with its head a step may
# have 12 kB. What outgrows its class has the next.
COMPRESSED, PLAIN = 10_240, 32_768  # bytes
# A map after a search on it: Bristol's, full of hexagons and names, is 13 kB compressed.
MAP_COMPRESSED, MAP_PLAIN = 20_480, 98_304
ADDRESSES = {"report": (COMPRESSED, PLAIN), "withdraw": (COMPRESSED, PLAIN)}
SUGGESTIONS_COMPRESSED, SUGGESTIONS_PLAIN = 2_048, 8_192  # five names of the longest there are
POSTED_ADDRESSES = {"map": (MAP_COMPRESSED, MAP_PLAIN), "places": (SUGGESTIONS_COMPRESSED, SUGGESTIONS_PLAIN)}
HEAD, PACKED_HEAD = 1_194, 906  # bytes, without what the server itself adds; by TLS the filler packs to 128 to 254
FILLER = "X-Padding"

# Of RFC 7541, appendix B: the bits of each letter from the space to the tilde, as HTTP/2 packs them.
_BITS = (
    *(6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10),
    *(13, 6, *[7] * 22, 8, 7, 8, 13, 19, 13, 14, 6),
    *(15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13),
)
_BITS_OF = {chr(code): bits for code, bits in enumerate(_BITS, start=32)}
_BITS_OF_OTHERS = 30
_SHORT, _LONG = "a", "X"  # of five bits and of eight
_OF_ONE_BYTE = frozenset({200, 204, 206, 304, 400, 404, 500})  # the statuses HTTP/2 has a number for
_LEAST_EXTRA = 6  # of gzip's extra field: its length, a name, and the length of what follows


def answer_in_one_size(get_response: type_of_view) -> type_of_view:
    """Fills up the answers that are to be alike, also those of any middleware below: it comes first."""

    def answer(request: HttpRequest) -> HttpResponse:
        sizes = _sizes_of(request)
        if sizes is None:
            return get_response(request)
        accepted = request.META.pop("HTTP_ACCEPT_ENCODING", "")  # nobody below compresses what is filled up here
        response = get_response(request)
        if response.streaming or 300 <= response.status_code < 400:
            return response  # no page
        _fill_body(response, sizes, is_compressed=bool(re_accepts_gzip.search(accepted)))
        _fill_head(response)
        return response

    return answer


def _sizes_of(request: HttpRequest) -> tuple[int, int] | None:
    """The class of the answer, compressed and plain; None where answers may differ."""
    *before, name = request.path_info.strip("/").split("/")
    if before and not (len(before) == 1 and before[0] in dict(settings.LANGUAGES)):
        return None
    return ADDRESSES.get(name) or (POSTED_ADDRESSES.get(name) if request.method == "POST" else None)


def _fill_body(response: HttpResponse, sizes: tuple[int, int], *, is_compressed: bool) -> None:
    page, (compressed, plain) = response.content, sizes
    if is_compressed:
        response.content = _compressed(page, compressed)
        response.headers["Content-Encoding"] = "gzip"
        # Whatever stands between must not compress it anew: what fills it up would be gone.
        response.headers["Cache-Control"] = "no-store, no-transform"
    else:
        response.content = _lengthened(page, plain)
    response.headers["Content-Length"] = str(len(response.content))
    patch_vary_headers(response, ["Accept-Encoding"])


def _class_of(size: int, step: int) -> int:
    return max(-(-size // step), 1) * step


def _lengthened(page: bytes, size: int) -> bytes:
    """The page with empty lines before its end."""
    before, end, after = page.rpartition(b"</body>")
    return before + b"\n" * (_class_of(len(page), size) - len(page)) + end + after


def _compressed(page: bytes, size: int) -> bytes:
    """The page as gzip, filled up in its head's extra field (RFC 1952), which every reader passes over."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(page) + packer.flush()
    end = struct.pack("<LL", zlib.crc32(page), len(page) & 0xFFFFFFFF)
    begin = b"\x1f\x8b\x08\x04\0\0\0\0\0\xff"  # gzip, deflate, with an extra field, of no time and no system
    least = len(begin) + _LEAST_EXTRA + len(packed) + len(end)
    more = _class_of(least, size) - least
    return begin + struct.pack("<H2sH", more + 4, b"pd", more) + b"\0" * more + packed + end


def _fill_head(response: HttpResponse) -> None:
    """As many letters more as both spellings need: a status, a language and a time to wait have each their length."""
    response.headers[FILLER] = ""
    stated = response.headers.items()
    spelled = len(f"{response.status_code} {response.reason_phrase}") + sum(len(n) + len(v) + 4 for n, v in stated)
    packed = 1 if response.status_code in _OF_ONE_BYTE else 5
    packed += sum(1 + _packed_length(name.lower()) + _packed_length(value) for name, value in stated)
    response.headers[FILLER] = _filler(HEAD - spelled, PACKED_HEAD - packed)


def _packed_length(text: str) -> int:
    """Its bytes in HTTP/2: packed where that is shorter, and before it how many there are."""
    bits = sum(_BITS_OF.get(letter, _BITS_OF_OTHERS) for letter in text)
    length = min(len(text), -(-bits // 8))
    return 1 + length + (length >= 127) + (length >= 255)


def _filler(letters: int, size: int) -> str:
    """So many letters that are packed into so many bytes; as near as can be, where there are no such letters."""
    size -= size > 127  # what tells how many they are takes two bytes from here on
    short = min(max(-(-8 * (letters - size) // 3), 0), max(letters, 0))
    return _SHORT * short + _LONG * (letters - short)
