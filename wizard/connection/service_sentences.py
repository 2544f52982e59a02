"""Sentences of .NET and Windows about a connection that Microsoft's service could not use, as causes.

The service quotes the exception it met. .NET's own sentences stay English; those of Windows sockets come in
the language of a server or of the person who pastes them. Names of certificate errors are never translated.
"""

# ruff: noqa: E501 - one kind, one row

from __future__ import annotations

import re

from wizard.connection.tls_alerts import cause_of_alert

# The most telling first: the general sentences of .NET surround the specific ones of Windows.
_SENTENCES: tuple[tuple[str, str], ...] = (
    # Names of SslPolicyErrors and X509ChainStatusFlags.
    (r"NotTimeValid|certificate has expired|CERT_E_EXPIRED|certificate_expired|NotTimeNested", "tls_expired"),
    (r"NotYetValid|certificate is not yet valid", "tls_not_yet_valid"),
    (r"RemoteCertificateNameMismatch|CERT_E_CN_NO_MATCH|certificate.{0,40}name mismatch", "tls_hostname_mismatch"),
    (r"unrecognized[_ ]name", "tls_hostname_mismatch"),
    (r"PartialChain|unable to get (?:local )?issuer certificate|unable to verify the first certificate", "tls_chain_incomplete"),
    (r"self[- ]signed certificate", "tls_self_signed"),
    (r"UntrustedRoot|RevocationStatusUnknown|OfflineRevocation|\bRevoked\b|ExplicitDistrust|NotSignatureValid|NotValidForUsage|RemoteCertificateChainErrors|RemoteCertificateNotAvailable|CERT_E_\w+|CRYPT_E_\w+", "tls_untrusted"),
    (r"certificate[_ ]required|client certificate|requested a certificate|certificate of the client", "tls_client_certificate"),
    (r"no[_ ]application[_ ]protocol|HTTP_1_1_REQUIRED|requires? HTTP/2", "tls_no_http1"),
    (r"do(?:es)? not possess a common algorithm|common (?:cipher|algorithm)|SEC_E_ALGORITHM_MISMATCH|0x80090331|handshake[_ ]failure|no cipher", "tls_cipher_unsupported"),
    (r"keinen gemeinsamen Algorithmus|algorithme commun|algoritmo com(?:ún|um|une)|共通のアルゴリズム|通用算法", "tls_cipher_unsupported"),
    (r"could not create SSL/TLS secure channel|protocol[_ ]version|unsupported protocol|SEC_E_UNSUPPORTED_FUNCTION|0x80090302|es konnte kein geschützter SSL/TLS-Kanal|impossible de créer un canal sécurisé SSL|no se puede crear un canal seguro SSL|não foi possível criar (?:um )?canal seguro|impossibile creare un canale sicuro SSL|SSL ?/ ?TLS のセキュリティで保護されているチャネルを作成できません|未能创建 SSL/TLS 安全通道", "tls_version_unsupported"),
    (r"cannot determine the frame size|unexpected packet format|corrupted frame|wrong[_ ]version[_ ]number|message received was unexpected or badly formatted|SEC_E_ILLEGAL_MESSAGE", "not_tls"),
    (r"remote certificate (?:is invalid|was rejected)|trust relationship|remotezertifikat|certificat distant|certificado remoto|certificato remoto|リモート証明書|远程证书", "tls_untrusted"),
    # Name resolution.
    (r"temporary failure in name resolution|resource temporarily unavailable|temporary error during hostname|WSATRY_AGAIN|\b11002\b|try again later.{0,40}name", "dns_failed"),
    (r"no such host|host is (?:un)?known|host not found|name or service not known|nodename nor servname|remote name could not be resolved|could not resolve (?:host|the (?:host|remote) ?name)|server name or address could not be resolved|getaddrinfo|no data of the requested type|\b1100[14]\b|WSAHOST_NOT_FOUND|ENOTFOUND|NXDOMAIN", "dns_not_found"),
    (r"host ist (?:unbekannt|nicht bekannt)|kein (?:solcher )?host.{0,40}bekannt|remotename konnte nicht aufgelöst|h[oô]te inconnu|h[oô]te (?:de ce type )?n.est (?:pas )?connu|nom distant n.a pas pu être résolu|host desconocido|no se puede resolver el nombre|no se conoce ese host|host(?:e)? (?:é )?desconhecido|host não é conhecido|nome remoto não (?:p[ôo]de|foi)|host sconosciuto|impossibile risolvere il nome|onbekende host|nie jest znany|そのようなホスト|リモート名を解決|不知道这样的主机|无法解析远程名称|알려진 호스트가 없습니다", "dns_not_found"),
    # The TCP connection.
    (r"actively refused|connection refused|ECONNREFUSED|\b10061\b|(?:verbindung|zielcomputer).{0,60}verweiger|verweiger.{0,60}verbindung|expressément refusée|a refusé|denegó expresamente|recusou ativamente|rifiuto persistente|connessione rifiutata|verbinding.{0,60}geweigerd|aktywnie (?:go )?odmawia|コンピューターによって拒否|积极拒绝|연결을 거부", "tcp_refused"),
    (r"did not properly respond|connected host has failed to respond|connection attempt failed|connect timeout|connection timed out|\b10060\b|ETIMEDOUT|nicht richtig reagiert|pas répondu convenablement|no respondió adecuadamente|não respondeu corretamente|non ha risposto correttamente|niet juist gereageerd|正しく応答しなかった|没有正确答复", "tcp_timeout"),
    (r"unreachable (?:network|host)|network is unreachable|no route to host|host is down|\b10051\b|\b10065\b|EHOSTUNREACH|ENETUNREACH|nicht erreichbaren? (?:netzwerk|host)|réseau (?:impossible à atteindre|inaccessible)|red no (?:está )?(?:accesible|disponible)", "network_unreachable"),
    # The answer.
    (r"forcibly closed|connection (?:was |has been )?(?:reset|closed|aborted)|ECONNRESET|\b1005[34]\b|response ended prematurely|unexpected EOF|0 bytes from the transport|unable to read data from the transport|unexpected packet|socket hang up|terminated abnormally|copying content to a stream|unexpected error occurred on a (?:send|receive)|verbindung wurde.{0,60}geschlossen|connexion existante.{0,60}fermée|se ha forzado la interrupción|cancelamento de uma (?:conexão|ligação)|interrotta forzatamente|強制的に切断|强迫关闭", "http_closed"),
    (r"task was cancell?ed|operation was cancell?ed|request was (?:cancell?ed|aborted)|TaskCanceled|OperationCanceled|HttpClient\.Timeout|\btimed?[- ]?out\b|zeitüberschreitung|\btimeout\b|aufgabe wurde abgebrochen|tâche a été annulée|délai .{0,30}(?:dépassé|expiré)|se canceló una tarea|tiempo de espera|tarefa foi cancelada|tempo limite|attività annullata|タスクが取り消|タイムアウト|任务已取消|超时", "http_timeout"),
    (r"server committed a protocol violation|invalid status line|invalid or unrecognized response|received an invalid (?:header|chunk|response)", "http_malformed"),
    (r"value: <|invalid start of a value.{0,40}<|'<' is an invalid start", "not_scim_html"),
    (r"unexpected character encountered while parsing|invalid start of a value|invalid JSON primitive|not valid JSON|unterminated string|additional text encountered", "not_json"),
    # Only that there was no connection.
    (r"ssl connection could not be established|authentication failed, see inner exception|call to SSPI failed|a security error occurred|secure channel|could not establish trust", "tls_untrusted"),
    (r"an error occurred while sending the request|unable to connect to (?:the )?remote server|not able to (?:connect to|reach) your application(?! while)|could not be reached|connection with the server could not be established|fehler beim senden der anforderung|verbindung mit dem remoteserver|une erreur s.est produite lors de l.envoi de la (?:demande|requête)|impossible de se connecter au serveur distant|error al enviar la solicitud|no es posible conectar con el servidor remoto|erro ao enviar a solicitação|impossível conectar.{0,20}servidor remoto|errore durante l.invio della richiesta|要求の送信中にエラー|リモート サーバーに接続できません|发送请求时出错|无法连接到远程服务器", "entra_unreachable_only"),
)  # fmt: skip
_ALERT = re.compile(r"TLS alert:? ['\"‘]?([A-Za-z]+)")
_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE | re.DOTALL), cause) for pattern, cause in _SENTENCES)
_REVOCATION = re.compile(
    r"RevocationStatusUnknown|OfflineRevocation|\bRevoked\b|CRYPT_E_(?:NO_)?REVO\w*", re.IGNORECASE
)
_BARE_TOAST = re.compile(
    r"you appear to have entered invalid credentials|admin(?:istrator)? credentials|authorization to access your application|(?:failed|unable) to (?:connect to|establish a connection (?:to|with)) (?:the|your) (?:target )?application|anscheinend ungültige Anmeldeinformationen|il semble que vous ayez (?:entré|saisi)|parece que (?:ha|introdujo|escribió|especificó|ingresó).{0,40}credenciales|parece que (?:você )?(?:inseriu|introduziu).{0,40}(?:credenciais)|sembra che.{0,40}credenziali|ongeldige referenties|無効な資格情報|无效的?凭据|잘못된 자격 증명",
    re.IGNORECASE,
)  # fmt: skip


def cause_of_sentence(text: str) -> str | None:
    """The cause that the first telling sentence names, or None."""
    alert = _ALERT.search(text)
    if alert is not None:
        # .NET writes the names of RFC 8446 without underscores: HandshakeFailure.
        named = cause_of_alert(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", alert.group(1)).lower())
        if named is not None:
            return named
    return next((cause for pattern, cause in _PATTERNS if pattern.search(text)), None)


def is_about_revocation(text: str) -> bool:
    """Whether a certificate is refused because of its revocation list."""
    return _REVOCATION.search(text) is not None


def is_bare_toast(text: str) -> bool:
    """Whether the text holds the admin center's general sentence about credentials, in any known language."""
    return _BARE_TOAST.search(text) is not None
