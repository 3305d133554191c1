"""Does this person's e-mail address belong to the company's site?"""

from urllib.parse import urlsplit

from accounts.models import User

# Where anybody gets an address. A site at one of these belongs to whoever made a page there.
OPEN_TO_ALL = {
    "126.com", "163.com", "aliyun.com", "aol.com", "foxmail.com", "gmail.com", "gmx.com", "gmx.de", "googlemail.com",
    "hotmail.com", "icloud.com", "live.com", "mail.com", "mail.ru", "me.com", "msn.com", "outlook.com", "proton.me",
    "protonmail.com", "qq.com", "sina.cn", "sina.com", "sohu.com", "walla.co.il", "walla.com", "yahoo.com",
    "yandex.com", "yandex.ru", "yeah.net", "zoho.com",
    "blogspot.com", "facebook.com", "github.com", "github.io", "linkedin.com", "netlify.app", "sites.google.com",
    "vercel.app", "wixsite.com", "wordpress.com",
}  # fmt: skip


def speaks_for(user: User, website: str) -> bool:
    """A confirmed address at the very host of the site, or at the domain that the host is under (www.)."""
    host = host_of(website)
    domain = (user.email or "").rpartition("@")[2].lower()
    if not host or not domain or _is_open_to_all(domain) or _is_open_to_all(host):
        return False
    return domain == host and has_confirmed_mail(user)


def host_of(website: str) -> str:
    """Of an address that may be only half typed; without the www. that most sites have."""
    try:
        return (urlsplit(website).hostname or "").lower().removeprefix("www.")
    except ValueError:
        return ""


def has_confirmed_mail(user: User) -> bool:
    """Somebody who could not read the mail has not shown that the address is theirs."""
    return user.emailaddress_set.filter(email__iexact=user.email, verified=True).exists()


def _is_open_to_all(domain: str) -> bool:
    return any(domain == provider or domain.endswith(f".{provider}") for provider in OPEN_TO_ALL)
