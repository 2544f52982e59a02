"""Refusals of proxies: name, first line, headers, page, words to say and not to say."""

# ruff: noqa: E501 - one proxy, one row

from __future__ import annotations

from typing import NamedTuple


class Refusal(NamedTuple):
    """`late`: the page comes in a packet of its own, after the headers."""

    name: str
    line: str
    headers: str
    page: str
    say: str
    unsay: str = "knows the key"
    cause: str = "proxy_unreachable"
    late: bool = False


MISSPELLED = r"misspelled"
RULE = r"rule of the proxy|allowed on the proxy"
PROXIES = [
    Refusal("Squid: name unknown", "503 Service Unavailable", "Server: squid/5.7\r\nX-Squid-Error: ERR_DNS_FAIL 0\r\n", "<html><title>ERROR: The requested URL could not be retrieved</title>Unable to determine IP address from host name</html>", MISSPELLED),
    Refusal("Squid: name unknown, the page comes late", "503 Service Unavailable", "Server: squid/5.7\r\n", "<html>Unable to determine IP address from host name &quot;acme.playvox.com&quot;</html>", MISSPELLED, late=True),
    Refusal("Squid: cannot connect", "503 Service Unavailable", "X-Squid-Error: ERR_CONNECT_FAIL 111\r\n", "<html>Connection refused</html>", "could not reach"),
    Refusal("Squid: denied", "403 Forbidden", "X-Squid-Error: ERR_ACCESS_DENIED 0\r\n", "<html>Access Denied.</html>", RULE),
    Refusal("Zscaler: denied", "403 Forbidden", "Server: Zscaler/6.2\r\n", "<html>Your organization has selected Zscaler to protect you</html>", RULE),
    Refusal("Skyhigh: name unknown", "502 Bad Gateway", "Via: 1.1 10.0.0.1 (McAfee Web Gateway 11.2)\r\n", "<html><title>McAfee Web Gateway - Notification</title>Host Not Found. The host name acmee.playvox.com could not be resolved</html>", MISSPELLED),
    Refusal("Skyhigh: denied", "403 URLBlocked", "", "<html><title>McAfee Web Gateway - Notification</title>URL Blocked. Your requested URL has been blocked. URL Categories: Business</html>", RULE),
    Refusal("Blue Coat: name unknown", "503 Service Unavailable", "", "<html>Network Error (dns_unresolved_hostname) Your requested host could not be resolved by DNS.</html>", MISSPELLED),
    Refusal("Blue Coat: denied", "403 Forbidden", "", "<html>Access Denied (policy_denied) Your system policy has denied access to the requested URL.</html>", RULE),
    Refusal("Blue Coat: cannot connect", "503 Service Unavailable", "", "<html>Network Error (tcp_error) A communication error occurred: Connection refused</html>", "could not reach"),
    Refusal("Forefront in its first line", "502 Proxy Error ( The host was not found. )", "Via: 1.1 TMG\r\n", "", MISSPELLED),
    Refusal("Forefront denies in its first line", "502 Proxy Error ( Forefront TMG denied the specified Uniform Resource Locator (URL). )", "", "", RULE),
    Refusal("Forefront: cannot connect", "502 Proxy Error ( A connection attempt failed because the connected party did not properly respond. )", "", "", "could not reach"),
    Refusal("Privoxy", "404 No such domain", "Proxy-Agent: Privoxy 3.0.34\r\n", "<html>No such domain</html>", MISSPELLED),
    Refusal("tinyproxy", "500 Unable to connect", "Server: tinyproxy/1.11.1\r\n", "<html>tinyproxy was unable to connect to the remote web server</html>", "could not reach"),
    Refusal("Charles", "503 Failed to connect to remote host", "", "Name lookup failed for remote host: acmee.playvox.com", MISSPELLED),
    Refusal("mitmproxy", "502 Bad Gateway", "Server: mitmproxy 10.1\r\n", "<html>[Errno -2] Name or service not known</html>", MISSPELLED),
    Refusal("Apache", "502 Proxy Error", "Server: Apache\r\n", "<html>The proxy server could not handle the request. Reason: <strong>DNS lookup failure for: acmee.playvox.com</strong></html>", MISSPELLED),
    Refusal("Forcepoint", "403 Forbidden", "", "<html>Access to this web page is restricted. Websense category: Uncategorized</html>", RULE),
    Refusal("Netskope", "403 Forbidden", "", "<html>Netskope: blocked by policy</html>", RULE),
    Refusal("Palo Alto", "503 Service Unavailable", "", "<html><title>Web Page Blocked</title>has been blocked in accordance with company policy</html>", RULE),
    Refusal("Umbrella", "403 Forbidden", "Server: Cisco Umbrella\r\n", "<html>This site is blocked due to a security policy</html>", RULE),
    Refusal("Sophos", "403 Forbidden", "", "<html>Sophos: blocked request, category</html>", RULE),
    Refusal("WatchGuard", "403 Forbidden", "", "<html>Request denied by WatchGuard HTTP proxy. Reason: Category denied by WebBlocker policy</html>", RULE),
    Refusal("a proxy for other ports", "405 Method Not Allowed", "Allow: GET, POST\r\n", "<html>CONNECT is not allowed</html>", "proxy"),
    Refusal("no proxy at all", "400 Bad Request", "Server: nginx\r\n", "<html><center><h1>400 Bad Request</h1></center><hr><center>nginx</center></html>", "400"),
    Refusal("gateway timeout", "504 Gateway Timeout", "", "<html>Gateway Timeout: the server is not responding</html>", "could not reach"),
    Refusal("Kerberos only", "407 Proxy Authentication Required", "Proxy-Authenticate: Negotiate\r\n", "", "Windows", cause="proxy_auth_required"),
    Refusal("NTLM beside a realm", "407 Proxy Authentication Required", 'Proxy-Authenticate: NTLM\r\nProxy-Authenticate: Kerberos realm="ACME"\r\n', "", "Windows", cause="proxy_auth_required"),
    Refusal("Basic is offered too", "407 authenticationrequired", 'Proxy-Authenticate: Negotiate\r\nProxy-Authenticate: Basic realm="proxy"\r\n', "", "user name and password", "Windows", cause="proxy_auth_required"),
    Refusal("several schemes in one line", "407 Proxy Authentication Required", 'Proxy-Authenticate: Negotiate, NTLM\r\n', "", "Windows", cause="proxy_auth_required"),
    Refusal("Digest only", "407 Proxy Authentication Required", 'Proxy-Authenticate: Digest realm="p", nonce="a", qop="auth"\r\n', "", "Digest", cause="proxy_auth_required"),
    Refusal("Skyhigh: cannot connect", "502 Bad Gateway", "Via: 1.1 10.0.0.1 (Skyhigh Secure Web Gateway 12)\r\n", "<html>Cannot Connect: The proxy could not connect to the destination in time.</html>", "could not reach"),
    Refusal("Cisco: gateway timeout", "504 Gateway Timeout", "", "<html>Notification: GATEWAY_TIMEOUT The system cannot communicate with the external server.</html>", "could not reach"),
    Refusal("Forefront: refused", "502 Proxy Error ( The connection was refused. (10061) )", "", "", "could not reach"),
    Refusal("HAProxy", "503 Service Unavailable", "", "<html><h1>503 Service Unavailable</h1>No server is available to handle this request.</html>", "could not reach"),
    Refusal("Envoy", "503 Service Unavailable", "Server: envoy\r\n", "upstream connect error or disconnect/reset before headers. reset reason: connection failure", "could not reach"),
    Refusal("Spanish: name unknown", "503 Service Unavailable", "", "<html>No se pudo resolver el nombre de host</html>", MISSPELLED),
    Refusal("French: name unknown", "503 Service Unavailable", "", "<html>Impossible de résoudre le nom d'hôte</html>", MISSPELLED),
    Refusal("German: name unknown", "503 Service Unavailable", "", "<html>Der Hostname konnte nicht aufgelöst werden</html>", MISSPELLED),
]  # fmt: skip
