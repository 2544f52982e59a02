"""Products between a computer and the internet: filters, inspecting proxies, secure web gateways.

They are recognized by how they name themselves: in the certificates they issue and in the pages they write.
"""

from __future__ import annotations

import re

# A name as it appears in certificates and pages, and the name to show.
_PRODUCTS: tuple[tuple[str, str], ...] = (
    (r"zscaler", "Zscaler"),
    (r"netskope|goskope", "Netskope"),
    (r"forti(?:net|gate|guard|proxy|client|sase)\b", "Fortinet"),
    (r"palo ?alto|globalprotect|prisma access", "Palo Alto Networks"),
    (r"cisco umbrella|\bumbrella\.com|opendns", "Cisco Umbrella"),
    (r"ironport|cisco[- ]wsa|cisco secure web", "Cisco Secure Web Appliance"),
    (r"blue ?coat|bcreferencecode|proxysg|symantec web", "Symantec (Blue Coat)"),
    (r"sophos", "Sophos"),
    (r"kaspersky", "Kaspersky"),
    (r"\beset\b", "ESET"),
    (r"\bavast\b", "Avast"),
    (r"\bavg\b", "AVG"),
    (r"bitdefender", "Bitdefender"),
    (r"mcafee|skyhigh|trellix", "Skyhigh (McAfee)"),
    (r"check ?point|usercheck", "Check Point"),
    (r"barracuda", "Barracuda"),
    (r"watchguard|fireware", "WatchGuard"),
    (r"forcepoint|websense", "Forcepoint"),
    (r"sonicwall", "SonicWall"),
    (r"untangle|arista ng firewall", "Untangle"),
    (r"\biboss\b", "iboss"),
    (r"menlo ?security", "Menlo Security"),
    (r"contentkeeper", "ContentKeeper"),
    (r"lightspeed ?(?:systems|filter|relay)", "Lightspeed"),
    (r"smoothwall", "Smoothwall"),
    (r"securly", "Securly"),
    (r"cloudflare gateway|cloudflare zero trust|cloudflare for teams", "Cloudflare Gateway"),
    (r"cato networks", "Cato Networks"),
    (r"trend ?micro|interscan", "Trend Micro"),
    (r"dnsfilter|webtitan|nxfilter|safedns|cleanbrowsing|nextdns", "DNS filter"),
    (r"adguard", "AdGuard"),
    (r"dr\.?web\b", "Dr.Web"),
    (r"e2guardian|dansguardian", "e2guardian"),
    (r"clavister", "Clavister"),
    (r"stormshield", "Stormshield"),
    (r"\bsangfor\b", "Sangfor"),
    (r"hillstone", "Hillstone"),
    (r"squid", "Squid"),
)
# In certificates alone: words that pages use about other things.
_CERTIFICATES_ONLY = (
    r"mitmproxy|charles proxy|fiddler|portswigger|burp|\blightspeed\b|\bmenlo\b|f5 ssl|a10 networks"
    r"|citrix.*inspection|ssl.?inspection|tls.?inspection|decryption|\bproxy ca\b"
)
_NAMES = tuple((re.compile(pattern, re.IGNORECASE), name) for pattern, name in _PRODUCTS)
_CERTIFICATES = re.compile(
    "|".join([*(pattern for pattern, _name in _PRODUCTS), _CERTIFICATES_ONLY]), re.IGNORECASE
)


def product_in(text: str) -> str:
    """The first of these products that a text names, or ""."""
    return next((name for pattern, name in _NAMES if pattern.search(text)), "")


def issues_certificates(name: str) -> bool:
    """Whether a certificate's issuer is one of these products."""
    return _CERTIFICATES.search(name) is not None
