"""What SCIM servers and other programs answer: refusals, errors of their own, odd lists."""

# ruff: noqa: E501 - one answer, one row

from __future__ import annotations

import json

from tests.connection.lab.server import EMPTY_LIST
from tests.connection.variants.answer import Answer, Odd, page, scim_error
from tests.connection.variants.fronts import NOT_KNOWN

LIST = json.loads(EMPTY_LIST)

SERVICES = [
    # The key is named by the refusal, whatever its status.
    Odd("FastAPI refuses the token with 403", "key_rejected", Answer(403, {"detail": "Invalid authentication credentials"}), "BASE64 KEY", NOT_KNOWN),
    Odd("Django REST says nothing was provided", "key_rejected", Answer(403, {"detail": "Authentication credentials were not provided."}), "BASE64 KEY", NOT_KNOWN),
    Odd("403: key is invalid", "key_rejected", Answer(403, scim_error(403, "The API key is invalid or has been revoked.")), "revoked.*BASE64 KEY", NOT_KNOWN),
    Odd("400: token is invalid", "key_rejected", Answer(400, {"error": "invalid_token", "error_description": "The access token is invalid"}), "The access token is invalid"),
    Odd("403: token expired", "key_rejected", Answer(403, {"message": "Token has expired"}), "Token has expired", NOT_KNOWN),
    Odd("401 in Slack's form", "key_rejected", Answer(401, {"Errors": {"description": "invalid_authentication", "code": 401}}), "invalid_authentication"),
    Odd("401 in SCIM's form", "key_rejected", Answer(401, scim_error(401, "Authorization failure. The authorization header is invalid or missing.")), "authorization header is invalid"),
    Odd("401 without a word", "key_rejected", Answer(401, b""), "key"),
    Odd("401 from a page", "key_rejected", Answer(401, page("Unauthorized", "Please log in")), "key"),
    # Known key, not permitted
    Odd("missing scope", "key_not_permitted", Answer(403, {"Errors": {"description": "missing_scope: admin", "code": 403}}), "missing_scope", to="keyed"),
    Odd("plan too small", "key_not_permitted", Answer(402, {"error": "payment_required", "message": "SCIM requires the Enterprise plan."}), "Enterprise plan.*plan"),
    Odd("feature off", "key_not_permitted", Answer(403, {"message": "SCIM is not enabled for this workspace."}), "not enabled for this workspace.*SCIM"),
    Odd("account locked", "key_not_permitted", Answer(423, {"detail": "Locked after too many failed attempts"}), "Locked after too many"),
    Odd("Spring's JSON", "key_not_permitted", Answer(403, {"timestamp": "2026-11-29T10:00:00Z", "status": 403, "error": "Forbidden", "path": "/scim/v1/Users"}), "Forbidden", NOT_KNOWN),
    Odd("problem details of .NET", "key_not_permitted", Answer(403, {"type": "https://tools.ietf.org/html/rfc9110#section-15.5.4", "title": "Forbidden", "status": 403, "traceId": "00-ab-01"}, "application/problem+json"), "Forbidden", NOT_KNOWN),
    Odd("an address list in words", "key_not_permitted", Answer(403, scim_error(403, "Your network is not on the organization's list of trusted IP ranges.")), "addresses", NOT_KNOWN),
    Odd("an address list in GitHub's words", "key_not_permitted", Answer(403, {"message": "Although you appear to have the correct authorization credentials, the `acme` organization has an IP allow list enabled, and your IP address is not permitted to access this resource."}), "addresses"),
    Odd("a country block", "key_not_permitted blocked_by_waf", Answer(451, {"message": "Access from your country is not permitted"}), "addresses|country"),
    # Rates
    Odd("GitHub's rate limit is 403", "throttled", Answer(403, {"message": "API rate limit exceeded for 203.0.113.4."}, headers={"X-RateLimit-Remaining": "0"}), "fewer requests", NOT_KNOWN),
    Odd("503 that says slow down", "throttled", Answer(503, {"error": "Too many requests, slow down"}, headers={"Retry-After": "30"}), "fewer requests"),
    Odd("Laravel's attempts", "throttled", Answer(429, {"message": "Too Many Attempts."}, headers={"Retry-After": "60"}), "lock"),
    # Path, host, tenant
    Odd("Express has no such path", "path_not_found", Answer(404, "<!DOCTYPE html>\n<html><head><title>Error</title></head><body><pre>Cannot GET /scim/v1/Users</pre></body></html>"), "no SCIM service"),
    Odd("Spring's error page", "path_not_found", Answer(404, "<html><body><h1>Whitelabel Error Page</h1><p>This application has no explicit mapping for /error, so you are seeing this as a fallback.</p><div>There was an unexpected error (type=Not Found, status=404).</div></body></html>"), "no SCIM service"),
    Odd("version retired", "path_not_found", Answer(410, {"detail": "API version v1 has been retired; use /scim/v2."}), "retired"),
    Odd("Heroku without application", "path_not_found", Answer(404, page("No such app", "There's nothing here, yet.", '<iframe src="//www.herokucdn.com/error-pages/no-such-app.html"></iframe>')), "host name|sign in at"),
    Odd("GitHub Pages", "path_not_found", Answer(404, page("Site not found · GitHub Pages", "There isn't a GitHub Pages site here.")), "no SCIM service|host name"),
    Odd("Rails blocks the host", "key_not_permitted", Answer(403, page("Blocked hosts: acme.playvox.com", "To allow requests to these hosts, make sure they are valid hostnames, then add the following to your environment configuration")), "host name", NOT_KNOWN),
    Odd("Vite blocks the host", "key_not_permitted", Answer(403, 'Blocked request. This host ("acme.playvox.com") is not allowed.\nTo allow this host, add "acme.playvox.com" to `server.allowedHosts` in vite.config.js.', "text/plain"), "host name", NOT_KNOWN),
    Odd("Django does not serve the host", "bad_request", Answer(400, page("DisallowedHost at /scim/v1/Users", "Invalid HTTP_HOST header: 'acme.playvox.com'. You may need to add 'acme.playvox.com' to ALLOWED_HOSTS.")), "host name", "Match people"),
    Odd("tenant unknown as 404", "path_not_found", Answer(404, scim_error(404, "Tenant acme not found")), "account|switched on"),
    Odd("tenant suspended", "key_not_permitted", Answer(403, scim_error(403, "Organization acme has been suspended.")), "suspended", NOT_KNOWN),
    Odd("tenant unknown as 400", "bad_request", Answer(400, {"error": "Customer 'acme' is unknown"}), "Customer 'acme' is unknown", "Match people"),
    Odd("header missing", "bad_request", Answer(400, {"errors": [{"message": "Missing required header: X-Tenant-Id"}]}), "X-Tenant-Id", "Match people"),
    Odd("plain HTTP on a TLS port", "bad_request", Answer(400, "<html><head><title>400 The plain HTTP request was sent to HTTPS port</title></head><body><center><h1>400 Bad Request</h1></center><hr><center>nginx</center></body></html>"), "400", "Match people|client certificate"),
    # The search
    Odd("attribute cannot be searched", "filter_rejected", Answer(400, scim_error(400, "The attribute 'userName' is not filterable")), "not filterable.*Match people"),
    Odd("expression cannot be parsed", "filter_rejected", Answer(400, scim_error(400, "Cannot parse expression", "invalidSyntax")), "Cannot parse expression", to="search"),
    Odd("no search at all", "method_not_allowed filter_rejected", Answer(501, scim_error(501, "Filtering is not implemented")), "Filtering is not implemented", to="search"),
    Odd("search fails inside", "server_error", Answer(500, scim_error(500, "relation does not exist")), "searches for a user", to="search"),
    Odd("nobody is 404 in a list", "zero_hits_as_404", Answer(404, LIST), "404", "wrong address\\.$", to="search"),
    Odd("nobody is 404 without a body", "zero_hits_as_404", Answer(404, b""), "404", to="search"),
    Odd("nobody is 403", "zero_hits_as_403", Answer(403, scim_error(403, "Access to user denied")), "403", to="search"),
    Odd("nobody is 204", "empty_body", Answer(204, b""), "204"),
    Odd("FastAPI wants a parameter", "bad_request filter_rejected", Answer(422, {"detail": [{"type": "missing", "loc": ["query", "startIndex"], "msg": "Field required"}]}), "Field required"),
    Odd("a tomcat that dislikes the query", "filter_rejected", Answer(400, "<!doctype html><html><head><title>HTTP Status 400 – Bad Request</title></head><body><h1>HTTP Status 400 – Bad Request</h1><p><b>Message</b> Invalid character found in the request target</p></body></html>"), "400", to="search"),
    Odd("GET is not allowed, in JSON", "method_not_allowed", Answer(405, {"status": 405, "error": "Method Not Allowed", "message": "Request method 'GET' is not supported"}, headers={"Allow": "POST"}), "not supported"),
    Odd("a media type is refused", "media_type_refused", Answer(406, {"message": "Could not find acceptable representation"}), "406"),
    Odd("a media type is refused with 415", "media_type_refused", Answer(415, scim_error(415, "Unsupported Media Type")), "415"),
    # Maintenance and errors
    Odd("Laravel's maintenance", "maintenance", Answer(503, page("Be right back.", "We are updating the system.")), "maintained"),
    Odd("maintenance in JSON", "maintenance", Answer(503, {"message": "Scheduled maintenance until 14:00 UTC"}), "maintained"),
    Odd("Cloud Run without instances", "server_error", Answer(503, "The request failed because the instance could not start successfully.", "text/plain"), "503"),
    Odd("an error of a database", "server_error", Answer(500, {"errors": [{"message": "deadlock detected", "code": "40P01"}]}), "deadlock detected"),
    Odd("a SOAP fault", "server_error", Answer(500, '<?xml version="1.0"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><soap:Fault><faultstring>Internal Error</faultstring></soap:Fault></soap:Body></soap:Envelope>', "text/xml"), "500", "block"),
    # 200 with something else
    Odd("error in a 200", "not_list_response key_rejected", Answer(200, scim_error(401, "Invalid token")), "Invalid token"),
    Odd("failure flag in a 200", "not_list_response key_rejected", Answer(200, {"success": False, "message": "API key invalid"}), "API key invalid"),
    Odd("OAuth error in a 200", "not_list_response key_rejected", Answer(200, {"error": "invalid_grant", "error_description": "Account is disabled"}), "Account is disabled"),
    Odd("a list of another API", "not_list_response", Answer(200, {"data": [], "meta": {"total": 0}}), "not a SCIM list"),
    Odd("an array", "not_list_response", Answer(200, []), "not a SCIM list"),
    Odd("schemas is missing", "not_list_response", Answer(200, {"totalResults": 0, "Resources": []}), "schemas"),
    Odd("schemas is a text", "not_list_response", Answer(200, {**LIST, "schemas": LIST["schemas"][0]}), "schemas"),
    Odd("the total is a text", "not_list_response", Answer(200, {**LIST, "totalResults": "0"}), "totalResults"),
    Odd("the total is missing", "not_list_response", Answer(200, {"schemas": LIST["schemas"], "Resources": []}), "totalResults"),
    Odd("SCIM 1.1 in XML", "not_list_response not_json", Answer(200, '<?xml version="1.0" encoding="UTF-8"?><Response xmlns="urn:scim:schemas:core:1.0"><totalResults>0</totalResults></Response>', "application/xml"), "SCIM 2.0", "web page"),
    Odd("text after the data", "not_json", Answer(200, EMPTY_LIST + b"\n<!-- page generated in 0.12 s -->", "application/scim+json"), "text", "web page"),
    Odd("UTF-16", "not_json", Answer(200, EMPTY_LIST.decode().encode("utf-16"), "application/scim+json"), "JSON"),
    Odd("packed without a label", "not_json", Answer(200, b"\x1f\x8b\x08\x00" + bytes(range(40)), "application/scim+json"), "JSON"),
    Odd("a health page", "not_json", Answer(200, "OK", "text/plain"), "OK"),
    Odd("nginx's welcome", "not_scim_html", Answer(200, page("Welcome to nginx!", "If you see this page, the nginx web server is successfully installed")), "Welcome to nginx!", "block"),
    Odd("a parked domain", "not_scim_html", Answer(200, page("playvoxx.com is for sale", "Buy this domain")), "for sale"),
    Odd("a sign-in page", "not_scim_html", Answer(200, page("Sign in to Playvox", '<form><input type="password"></form>')), "Sign in to Playvox"),
    Odd("people for a random name", "filter_ignored", Answer(200, {**LIST, "totalResults": 214, "Resources": [{"id": "1"}]}), "214"),
    # Redirects
    Odd("to Microsoft's sign-in", "http_redirect_elsewhere", Answer(302, "", headers={"Location": "https://login.microsoftonline.com/9f/oauth2/v2.0/authorize?client_id=1&nonce=abc"}), "sign-in page", "nonce"),
    Odd("to the company's page", "http_redirect_elsewhere", Answer(301, "", headers={"Location": "https://www.playvox.com/"}), "different server"),
    Odd("to another version", "http_redirect", Answer(308, "", headers={"Location": "/scim/v2/Users?filter=x"}), "/scim/v2"),
    Odd("relative to a sign-in page", "http_redirect", Answer(303, "", headers={"Location": "login.php?r=1"}), "sign-in page", "r=1"),
    Odd("ADFS", "http_redirect_elsewhere", Answer(302, "", headers={"Location": "https://sts.acme.example/adfs/ls/?wa=wsignin1.0&wtrealm=x"}), "sign-in page", "wtrealm"),
    Odd("Okta", "http_redirect_elsewhere", Answer(307, "", headers={"Location": "https://acme.okta.com/oauth2/v1/authorize?state=abc"}), "sign-in page", "state="),
]  # fmt: skip
