import ipaddress
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Where Chinese readers can play a video; other video sites do not open in mainland China.
VIDEO_HOSTS = ("bilibili.com", "b23.tv", "channels.weixin.qq.com")
# Pages of ours that stand where the addresses of startups stand.
RESERVED_SLUGS = {"start", "join"}
LOCAL_SUFFIXES = (".localhost", ".local", ".internal", ".lan", ".home.arpa")


def validate_public_url(value: str) -> None:
    """Only http(s) addresses of public hosts, without credentials: they are shown as links to everybody."""
    try:
        parts = urlsplit(value)
        host = (parts.hostname or "").rstrip(".").lower()
        parts.port  # noqa: B018 - reading it is what raises for a bad port
    except ValueError as error:
        raise ValidationError(_("This is not a web address."), code="url") from error
    if parts.scheme not in {"http", "https"}:
        raise ValidationError(_("A web address begins with http:// or https://."), code="scheme")
    if parts.username or parts.password:
        raise ValidationError(_("Leave out the user name and password of the address."), code="credentials")
    if not _is_public(host):
        raise ValidationError(_("This address is not reachable from the public internet."), code="host")


def validate_video_page(value: str) -> None:
    """A public address on a video site that opens in mainland China."""
    validate_public_url(value)
    host = (urlsplit(value).hostname or "").lower()
    if not any(host == site or host.endswith(f".{site}") for site in VIDEO_HOSTS):
        raise ValidationError(_("Give a page on Bilibili or WeChat Channels, or upload the video itself."), code="host")


def _is_public(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith(LOCAL_SUFFIXES) and not host.replace(".", "").isdigit()
