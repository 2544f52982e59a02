"""Texts of the admin center, of logs, mails and Graph: name, text, right causes, words to say and not to say."""

# ruff: noqa: E501 - one text, one row

from __future__ import annotations

import json

U = "SystemForCrossDomainIdentityManagementCredentialValidationUnavailable"
F = U.replace("Unavailable", "Failure")


def blk(
    status: str,
    headers: str = "",
    content: str = "",
    search: str = "userName",
    path: str = "Users",
    host: str = "acme.playvox.com",
) -> str:
    """The block in which Microsoft's service quotes an answer."""
    return f'Received response from Web resource. Resource: https://{host}/scim/v1/{path}?filter={search}+eq+"5f1f0c3e-93f1-4d63-8a1f-0b8e5d2c7a11" Operation: GET Response Status Code: {status} Response Headers: {headers} Response Content: {content}'


R = "'[RedactedHtmlContent]'"
TEXTS = [
 ("databricks toast", f"Testing connection to sv-prov\nYou appear to have entered invalid credentials. Please confirm you are using the correct information for an administrative account.\n\nError code: {U}\nDetails: We are not able to connect to your application while attempting to validate our authorization to access your application. Please ensure that you have provided valid credentials to the application and reach out to the application developer to diagnose why the authorization is failing.\nRequest-id: b9f8c528-d811-491a-b74a-f3a2b7954d8b","entra_rejected","connection test","knows the key|key is wrong\\.$"),
 ("ok html", f"{U} "+blk("OK","Content-Type: text/html; charset=utf-8 Server: nginx",R),"not_scim_html","page",""),
 ("401 html", f"{F} "+blk("Unauthorized","Server: nginx WWW-Authenticate: Bearer",R),"key_rejected","key",""),
 ("akamai", f"{U} "+blk("Forbidden","Server: AkamaiGHost Mime-Version: 1.0 Date: Mon, 07 Sep 2026 14:04:09 GMT",R),"blocked_by_waf","Akamai","knows the key"),
 ("appgw", f"{U} "+blk("Forbidden","Server: Microsoft-Azure-Application-Gateway/v2 Date: Mon, 07 Sep 2026 14:04:09 GMT",R),"blocked_by_waf","Application Gateway","knows the key"),
 ("google", f"{U} "+blk("Forbidden","Via: 1.1 google Alt-Svc: h3=\":443\"",R),"blocked_by_waf","Google",""),
 ("found", f"{U} "+blk("Found","Location: https://login.acme.example/saml?x=1 Server: nginx",R),"http_redirect","another address",""),
 ("moved", f"{U} "+blk("MovedPermanently","Location: https://acme.playvox.com/scim/v1/Users/ Server: nginx",""),"http_redirect","",""),
 ("503 maintenance", f"{U} "+blk("ServiceUnavailable","Retry-After: 3600",'{"message":"Scheduled maintenance"}'),"maintenance","maint",""),
 ("503", f"{U} "+blk("ServiceUnavailable","Server: nginx",R),"server_error","503","block"),
 ("429", f"{U} "+blk("TooManyRequests","Retry-After: 30",'{"message":"slow"}'),"throttled","fewer",""),
 ("apigw", f"{U} "+blk("Forbidden","x-amzn-ErrorType: ForbiddenException x-amz-apigw-id: x",'{"message":"Forbidden"}'),"key_not_permitted","gateway","knows the key"),
 ("ip list", f"{U} "+blk("Forbidden","Server: nginx",'{"error":"IP address 40.126.25.32 is not whitelisted"}'),"key_not_permitted","AzureActiveDirectory","knows the key"),
 ("plan", f"{F} "+blk("Forbidden","Server: nginx",'{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"detail":"SCIM is not part of your plan","status":"403"}'),"key_not_permitted","not part of your plan","knows the key"),
 ("incomplete filter", f"{F} "+blk("BadRequest","",'{"scimType":"invalidFilter","detail":"incomplete_filter"}'),"filter_rejected","userName",""),
 ("400 externalId", f"{F} "+blk("BadRequest","Server: x",'{"detail":"unsupported"}',"externalId"),"bad_request filter_rejected","externalId",""),
 ("employeeNumber 500", f"{F} "+blk("InternalServerError","Server: x",R,"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber"),"server_error","employeeNumber",""),
 ("email filter", f"{F} "+blk("InternalServerError","Server: x",R,'emails[type+eq+"work"].value'),"server_error","emails|match",""),
 ("groups 501", f"{U} "+blk("NotImplemented","","","displayName","Groups"),"groups_missing","group",""),
 ("log web response", 'SystemForCrossDomainIdentityManagementServiceIncompatible StatusCode: BadRequest\r\nMessage: Processing of the HTTP request resulted in an exception. Please see the HTTP response returned by the \'Response\' property of this exception for details.\r\nWeb Response: \r\n{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"400","scimType":"invalidFilter","detail":"Attribute externalId cannot be filtered"}. This operation was retried 3 times. It will be retried again after this date: 2026-11-30T10:00:00.0000000Z UTC',"filter_rejected","externalId cannot be filtered",""),
 ("log web response 401", 'SystemForCrossDomainIdentityManagementCredentialValidationFailure StatusCode: Unauthorized\r\nMessage: Processing of the HTTP request resulted in an exception.\r\nWeb Response: \r\n{"detail":"Token revoked"}',"key_rejected","Token revoked",""),
 ("D404","An HTTP/404 Not Found response was returned rather than the expected HTTP/200 OK response. To address this issue, ensure that the tenant URL is correct. The tenant URL is usually in a format like: https://<>/scim. If this does not resolve the issue, contact the application developer to ensure their SCIM endpoint conforms with the protocol https://tools.ietf.org/html/rfc7644#section-3.4.2","path_not_found","no SCIM service",""),
 ("E html","While attempting to validate our authorization to access your application, we received this unexpected response: We are not able to deserialize the resource received from your SCIM endpoint because your SCIM endpoint is not fully compatible with the Azure Active Directory SCIM client. Here is the resource we received from your SCIM endpoint: <!-- Copyright 2026 --><!DOCTYPE html><html><head><title>Sign in</title>","not_scim_html","page",""),
 ("E json error","We are not able to deserialize the resource received from your SCIM endpoint because your SCIM endpoint is not fully compatible with the Azure Active Directory SCIM client. Here is the resource we received from your SCIM endpoint: {\"error\":\"maintenance\"}","not_list_response","",""),
 ("E block page","We are not able to deserialize the resource received from your SCIM endpoint because your SCIM endpoint is not fully compatible with the Azure Active Directory SCIM client. Here is the resource we received from your SCIM endpoint: <html><head><title>Just a moment...</title></head><body>Enable JavaScript and cookies to continue <script src='/cdn-cgi/challenge-platform/x'></script>","blocked_by_waf","Cloudflare",""),
 ("escaped html", f"{U} "+blk("Forbidden","Server: cloudflare CF-RAY: 8f2","&lt;html&gt;&lt;head&gt;&lt;title&gt;Just a moment...&lt;/title&gt;"),"blocked_by_waf","Cloudflare",""),
 ("escaped quotes", f"{F} "+blk("Forbidden","","{&quot;detail&quot;:&quot;Only on the Pro plan&quot;}"),"key_not_permitted","Only on the Pro plan",""),
 ("literal crlf", f"{F} Received response from Web resource.\\r\\n   Resource: https://acme.playvox.com/scim/v1/Users?filter=userName+eq+\\\"x\\\"\\r\\n   Operation: GET\\r\\n   Response Status Code: Unauthorized\\r\\n   Response Headers: Server: nginx\\r\\n   Response Content: {{\\\"detail\\\":\\\"bad key\\\"}}","key_rejected","",""),
 ("quoted mail", "> Error code: "+F+"\n> Details: "+blk("Unauthorized","Server: nginx","{}").replace(" Operation","\n> Operation").replace(" Response Status","\n> Response Status"),"key_rejected","",""),
 ("wrapped label", f"{F}\nResponse Status\nCode:\nUnauthorized","key_rejected","",""),
 ("wrapped code", "Error code: SystemForCrossDomainIdentityManagementCredential\nValidationFailure\nResponse Status Code: Forbidden","key_not_permitted","",""),
 ("tls alert", f"{U} The SSL connection could not be established, see inner exception. Authentication failed because the remote party sent a TLS alert: 'HandshakeFailure'.","tls_cipher_unsupported","TLS 1.2",""),
 ("tls alert v", f"{U} Authentication failed because the remote party sent a TLS alert: 'ProtocolVersion'.","tls_version_unsupported","TLS",""),
 ("tls alert name", f"{U} Authentication failed because the remote party sent a TLS alert: 'UnrecognizedName'.","tls_hostname_mismatch","",""),
 ("tls alert cert", f"{U} Authentication failed because the remote party sent a TLS alert: 'CertificateRequired'.","tls_client_certificate","client certificate",""),
 ("tls alert bad cert", f"{U} Authentication failed because the remote party sent a TLS alert: 'BadCertificate'.","tls_client_certificate","client certificate",""),
 ("tls alert proto", f"{U} Authentication failed because the remote party sent a TLS alert: 'NoApplicationProtocol'.","tls_no_http1","",""),
 ("eof", f"{U} The SSL connection could not be established, see inner exception. Received an unexpected EOF or 0 bytes from the transport stream.","http_closed","",""),
 ("frame", f"{U} The handshake failed due to an unexpected packet format.","not_tls","",""),
 ("linux timeout", f"{U} Connection timed out (acme.playvox.com:443)","tcp_timeout","",""),
 ("linux refused", f"{U} Connection refused (acme.playvox.com:443)","tcp_refused","",""),
 ("linux name", f"{U} Name or service not known (acmee.playvox.com:443)","dns_not_found","acmee",""),
 ("linux eagain", f"{U} Resource temporarily unavailable (acme.playvox.com:443)","dns_failed","",""),
 ("linux noroute", f"{U} No route to host (acme.playvox.com:443)","network_unreachable","",""),
 ("winhttp name", f"{U} The server name or address could not be resolved","dns_not_found","",""),
 ("winhttp connect", f"{U} A connection with the server could not be established","entra_unreachable_only tcp_timeout","",""),
 ("winhttp security", f"{U} A security error occurred","tls_untrusted tls_version_unsupported","",""),
 ("winhttp closed", f"{U} The connection with the server was terminated abnormally","http_closed","",""),
 ("winhttp invalid", f"{U} The server returned an invalid or unrecognized response","http_malformed","",""),
 ("op timed out", f"{U} The operation has timed out.","http_timeout","",""),
 ("ended", f"{U} An error occurred while sending the request. The response ended prematurely, with at least 132 additional bytes expected.","http_closed","",""),
 ("closed send", f"{U} The underlying connection was closed: An unexpected error occurred on a send.","http_closed tls_version_unsupported","",""),
 ("underlying closed", f"{U} The underlying connection was closed: The connection was closed unexpectedly.","http_closed","",""),
 ("keepalive", f"{U} The underlying connection was closed: A connection that was expected to be kept alive was closed by the server.","http_closed","",""),
 ("no cert","The SSL connection could not be established, see inner exception. The remote certificate is invalid because of errors in the certificate chain: NotTimeValid","tls_expired","expired",""),
 ("chain+name", f"{U} The remote certificate is invalid according to the validation procedure: RemoteCertificateNameMismatch, RemoteCertificateChainErrors","tls_hostname_mismatch","",""),
 ("hostcap", f"{U} Host is down (acme.playvox.com:443)","network_unreachable tcp_timeout","",""),
 ("graph json", '{"error":{"code":"CredentialValidationUnavailable","message":"An error occurred while sending the request.","innerError":{"date":"2026-11-29T10:00:00","request-id":"b9f8c528-d811-491a-b74a-f3a2b7954d8b"}}}',"entra_unreachable_only","",""),
 ("quarantine json", '{"status":{"code":"Quarantine","quarantine":{"reason":"EncounteredQuarantineException","error":{"code":"'+F+'","message":'+json.dumps("We received this unexpected response from your application: "+blk("Unauthorized","Server: nginx",'{"detail":"Key revoked"}'))+'}}}}',"key_rejected","Key revoked",""),
 ("quarantine only", "EncounteredEscrowProportionThreshold", "","quarantin",""),
 ("quarantine deletes", "Quarantine reason: TooManyDeletes", "","delet",""),
 ("mail", "The provisioning job for Playvox is in quarantine. Microsoft Entra ID failed to connect to the application. Please check your admin credentials: the credentials are no longer valid.","entra_rejected","",""),
 ("internalerror", '{"error":{"code":"InternalError","message":"Requested value \'SecretTokn\' was not found"}}',"entra_rejected","",""),
 ("number status", f"{F} Response Status Code: 403 Response Headers: Response Content: {{}}","key_not_permitted","",""),
 ("french", f"Code d'erreur : {F} Code d'état de la réponse : Unauthorized","key_rejected","",""),
 ("conflict", 'StatusCode: Conflict Message: Processing of the HTTP request resulted in an exception. Web Response: {"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"detail":"User already exists","status":"409","scimType":"uniqueness"}',"bad_request","already exists",""),
 ("redacted json", f"{F} "+blk("Forbidden","Server: nginx","'[RedactedJsonContent]'"),"key_not_permitted","","RedactedJson"),
 ("cf headers only 1020 text", f"{U} "+blk("Forbidden","CF-RAY: 8f Server: cloudflare Content-Type: text/plain","error code: 1020"),"blocked_by_waf","Cloudflare",""),
 ("cf nginx", f"{U} "+blk("Forbidden","CF-RAY: 8f Server: cloudflare","<html><head><title>403 Forbidden</title></head><body><center><h1>403 Forbidden</h1></center><hr><center>nginx</center>"),"key_not_permitted","",""),
 ("403 key invalid", f"{F} "+blk("Forbidden","Server: nginx",'{"detail":"API key is invalid"}'),"key_rejected","BASE64 KEY",""),
 ("404 zscaler?", f"{U} "+blk("NotFound","Server: nginx X-Cache: Error from cloudfront",R),"path_not_found","",""),
 ("502", f"{U} "+blk("BadGateway","Server: awselb/2.0",R),"server_error","502",""),
 ("ntoast de","Sie haben anscheinend ungültige Anmeldeinformationen eingegeben. Vergewissern Sie sich, dass Sie die richtigen Informationen für ein Administratorkonto verwenden.","entra_rejected","general message",""),
 ("unsupported grant","SystemForCrossDomainIdentityManagementCredentialValidationFailure Supported CredentialLocationInRequest is required","key_rejected entra_rejected","",""),
 ("emails with spaces", f"{F} "+blk("BadRequest","",'{"detail":"Unsupported filter"}','emails[type eq "work"].value'),"filter_rejected","emails",""),
 ("501 externalId", f"{F} "+blk("NotImplemented","","","externalId"),"method_not_allowed","externalId",""),
 ("address unreadable", f"{U} Invalid URI: The hostname could not be parsed.","address_invalid","Tenant URL","knows the key"),
 ("address without https", f"{U} The tenant URL must use HTTPS.","address_not_https","https://",""),
 ("log of a limit","ErrorCode TooManyRequests ErrorMessage We've been rate limited by the target application","throttled","fewer",""),
]  # fmt: skip
