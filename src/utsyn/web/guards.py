"""What stands between the net and the pages: headers that browsers obey, and a limit on what is sent."""

from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

from utsyn.problems import Problems
from utsyn.web.errors import not_allowed, too_large, unusable

Next = Callable[[HttpRequest], HttpResponseBase]
View = TypeVar("View", bound=Callable[..., HttpResponseBase])
DRAIN = 100_000_000  # bytes that are read and thrown away, so that the sender gets to hear the answer
UNUSED = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "microphone",
    "payment",
    "usb",
)
HEADERS = {
    "Permissions-Policy": ", ".join(f"{power}=()" for power in UNUSED),
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Headers:
    """Says which of the browser's powers the pages never use: all of them."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, and add the headers to its response."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.method == "HEAD" and isinstance(response, HttpResponse):
            response.content = b""  # its length is told; gunicorn would complain of its bytes
        return response


class Bodies:
    """Answers 413 to a body larger than any proposal, before anything tries to read it."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on if its body is small enough, or its view looks at the size before it reads."""
        size = size_of(request)
        if size <= settings.LARGEST_BODY or _looks_itself(request):
            return self.get_response(request)
        drain(request)
        return too_large(request, size)


class Faults:
    """Turns what a person wrote wrongly in an address or a form into a page that says how to mend it."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; say in words where a page cannot be asked in this way."""
        response = self.get_response(request)
        return not_allowed(request, response) if response.status_code == 405 else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer Problems that a view left to us; anything else is a fault of the program."""
        return unusable(request, exception.problems) if isinstance(exception, Problems) else None


def looks_at_size(view: View) -> View:
    """Mark a view that takes files: it refuses what is too large by its size, before it reads any of it."""
    view.looks_at_size = True  # type: ignore[attr-defined]  # a mark on a function
    return view


def _looks_itself(request: HttpRequest) -> bool:
    try:
        return bool(getattr(resolve(request.path_info).func, "looks_at_size", False))
    except Resolver404:
        return False


def drain(request: HttpRequest, *, most: int = DRAIN) -> None:
    """Read what is sent and throw it away: a browser hears an answer only once it has been listened to."""
    left = min(size_of(request), most)
    while left > 0 and (chunk := request.read(min(left, 65536))):
        left -= len(chunk)


def size_of(request: HttpRequest) -> int:
    """Return how many bytes a request says it sends."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
