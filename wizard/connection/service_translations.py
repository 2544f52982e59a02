"""Sentences of Windows and .NET Framework in other languages than English, as causes.

Only their telling part is here. Each row has one cause and one kind of sentence; the order is that of the
English ones, the most telling first.
"""

# ruff: noqa: E501 - one language, one line

from __future__ import annotations

TRANSLATIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("tls_cipher_unsupported", (  # they do not possess a common algorithm
        "keinen gemeinsamen Algorithmus", "algorithme commun", r"algoritmo com(?:ún|um|une)",
        "gemeenschappelijk algoritme", "wspólnego algorytmu", "gemensam algoritm", "fælles algoritme",
        "felles algoritme", "společný algoritmus", "ortak (?:bir )?algoritma", "общего алгоритма",
        "共通のアルゴリズム", "通用算法", "通用演算法", "공통 알고리즘",
    )),
    ("tls_version_unsupported", (  # could not create SSL/TLS secure channel
        "es konnte kein geschützter SSL/TLS-Kanal", "impossible de créer un canal sécurisé SSL",
        "no se puede crear un canal seguro SSL", "não foi possível criar (?:um )?canal seguro",
        "impossibile creare un canale sicuro SSL", "geen beveiligd SSL/TLS-kanaal",
        "utworzyć bezpiecznego kanału", "skapa en säker SSL/TLS-kanal", "oprette en sikker SSL/TLS-kanal",
        "opprette sikker SSL/TLS-kanal", "vytvořit zabezpečený kanál", "SSL/TLS güvenli kanalı",
        "создать защищенный канал SSL", "SSL ?/ ?TLS のセキュリティで保護されているチャネルを作成できません",
        "创建 SSL/TLS 安全通道", "建立 SSL/TLS 的?安全通道", "SSL/TLS 보안 채널을 만들",
    )),
    ("tls_untrusted", (  # could not establish trust relationship; the remote certificate is invalid
        "keine Vertrauensstellung", "établir une relation de confiance", "establecer una relación de confianza",
        "estabelecer (?:uma )?relação de confiança", "stabilire una relazione (?:di trust|di fiducia|trust)",
        "geen vertrouwensrelatie", "ustanowić relacji zaufania", "upprätta förtroende", "etablere tillidsforhold",
        "доверительные отношения", "信頼関係を確立", "建立信任关系", "建立信任關係", "신뢰 관계를 (?:설정|만들)",
        "remotezertifikat", "certificat distant", "certificado remoto", "certificato remoto", "certificaat van de externe",
        "zdalny certyfikat", "fjärrcertifikatet", "fjerncertifikatet", "Vzdálený certifikát", "Uzak sertifika",
        "удаленный сертификат", "リモート証明書", "远程证书", "遠端憑證", "원격 인증서",
    )),
    ("dns_not_found", (  # no such host is known; the remote name could not be resolved
        "host ist (?:unbekannt|nicht bekannt)", "kein (?:solcher )?host.{0,40}bekannt", "remotename konnte nicht aufgelöst",
        "h[oô]te inconnu", "h[oô]te (?:de ce type )?n.est (?:pas )?connu", "nom distant n.a pas pu être résolu",
        "host desconocido", "no se puede resolver el nombre", "no se conoce ese host",
        "host(?:e)? (?:é )?desconhecido", "host não é conhecido", "anfitrião desconhecido", "nome remoto não (?:p[ôo]de|foi)",
        "host sconosciuto", "impossibile risolvere il nome", "onbekende host", "externe naam kan niet worden omgezet",
        "jest nieznany", "nieznany host", "nie jest znany", "okänd värd", "ingen sådan värd", "ukendt vært", "ukendt host",
        "ukjent vert", "tuntematon isäntä", "hostitel není znám", "neznámý hostitel", "ismeretlen (?:állomás|gazdagép)",
        "ana bilgisayar bilinmiyor", "хост неизвестен", "разрешить удаленное имя", "そのようなホスト", "リモート名を解決",
        "不知道这样的主机", "无法解析远程名称", "無法識別這[台部]主機", "無法解析遠端名稱", "알려진 호스트가 없습니다", "원격 이름을 확인할 수 없습니다",
    )),
    ("tcp_refused", (  # the target machine actively refused it
        "(?:verbindung|zielcomputer).{0,60}verweiger", "verweiger.{0,60}verbindung", "expressément refusée", "a refusé",
        "denegó expresamente", "recusou ativamente", "recusou activamente", "rifiuto persistente", "connessione rifiutata",
        "verbinding.{0,60}geweigerd", "aktywnie (?:go |jej )?odmawia", "aktivt nekade", "aktivt nægtede", "aktivt nektet",
        "kieltäytyi aktiivisesti", "aktivně odmítl", "aktívan visszautasította", "etkin olarak reddet",
        "отверг запрос на подключение", "コンピューターによって拒否", "积极拒绝", "拒絕連線", "연결을 거부",
    )),
    ("tcp_timeout", (  # the connected party did not properly respond
        "nicht richtig reagiert", "pas répondu convenablement", "no respondió adecuadamente", "não respondeu corretamente",
        "não respondeu correctamente", "non ha risposto correttamente", "risposta non corretta della parte",
        "niet (?:correct|juist) (?:heeft )?(?:gereageerd|geantwoord)", "nie odpowiedziała (?:poprawnie|właściwie)", "inte svarade på rätt sätt",
        "ikke svarede korrekt", "ikke svarte (?:riktig|på riktig)", "neodpověděla? správně", "nem válaszolt megfelelően",
        "düzgün (?:bir )?(?:şekilde )?yanıt verme", "не получен нужный отклик", "正しく応答しなかった", "没有正确答复", "並未正確回應",
        "응답이 없어 연결하지 못했거나",
    )),
    ("network_unreachable", (
        "nicht erreichbaren? (?:netzwerk|host)", "réseau (?:impossible à atteindre|inaccessible)",
        "red no (?:está )?(?:accesible|disponible)", "rede inacess[ií]vel", "rete non raggiungibile", "onbereikbaar netwerk",
        "nieosiągalnej sieci", "недоступной сети", "到達できないネットワーク", "无法连接的网络", "無法連線的網路",
    )),
    ("http_closed", (  # an existing connection was forcibly closed
        "verbindung wurde.{0,60}geschlossen", "connexion (?:existante|sous-jacente).{0,60}fermée", "se ha forzado la interrupción",
        "se ha terminado la conexión", "cancelamento de uma (?:conexão|ligação)", "conexão subjacente (?:estava|foi) fechada",
        "interrotta forzatamente", "connessione sottostante chiusa", "geforceerd gesloten", "(?:gwałtownie|wymuszenie) zamknięte",
        "tvingades (?:att )?stänga", "blev tvangslukket", "ble tvunget til å lukkes", "vynuceně ukončeno", "kényszerítetten (?:bezárt|lezárt)",
        "zorla kapatıldı", "принудительно разорвал", "強制的に切断", "强迫关闭", "強制關閉", "강제로 끊겼",
    )),
    ("http_timeout", (  # a task was canceled; the operation has timed out
        "zeitüberschreitung", "aufgabe wurde abgebrochen", "vorgang wurde abgebrochen", "tâche a été annulée", "opération a (?:expiré|été annulée)",
        "délai .{0,30}(?:dépassé|expiré)", "se canceló una tarea", "se ha cancelado una tarea", "tiempo de espera", "tarefa foi cancelada",
        "tempo limite", "attività annullata", "timeout dell.operazione", "taak is geannuleerd", "time-out", "zadanie zostało anulowane",
        "upłynął limit czasu", "en aktivitet avbröts", "en opgave blev annulleret", "úloha byla zrušena", "görev iptal edildi", "задача отменена",
        "время ожидания", "タスクが取り消", "タイムアウト", "任务已取消", "已取消一个任务", "工作已取消", "超时", "逾時", "작업이 취소", "시간이 초과",
    )),
    ("tls_untrusted", (  # the SSL connection could not be established
        "SSL-Verbindung konnte nicht", r"connexion SSL n.a pas pu", "establecer la conexión SSL", "estabelecer a conexão SSL",
        "stabilire la connessione SSL", "SSL-verbinding kan niet", "połączenia SSL", "SSL 接続を確立", "建立 SSL 连接", "建立 SSL 連線",
    )),
    ("entra_unreachable_only", (  # an error occurred while sending the request; unable to connect to the remote server
        "fehler beim senden der anforderung", "verbindung mit dem remoteserver",
        "une erreur s.est produite lors de l.envoi de la (?:demande|requête)", "impossible de se connecter au serveur distant",
        "error al enviar la solicitud", "no es posible conectar con el servidor remoto", "no se puede conectar con el servidor remoto",
        "erro ao enviar a solicitação", "impossível conectar.{0,20}servidor remoto", "ligar ao servidor remoto",
        "errore durante l.invio della richiesta", "impossibile effettuare la connessione al server remoto",
        "verbinding met de externe server", "połączyć się z serwerem zdalnym", "ansluta till fjärrservern",
        "соединиться с удаленным сервером", "要求の送信中にエラー", "リモート サーバーに接続できません", "发送请求时出错", "无法连接到远程服务器",
        "傳送要求時發生錯誤", "無法連接至遠端伺服器", "원격 서버에 연결할 수 없습니다",
    )),
)  # fmt: skip
# The admin center's general sentence about credentials.
GENERAL_MESSAGES: tuple[str, ...] = (
    "anscheinend ungültige Anmeldeinformationen", r"(?:il semble que vous ayez|vous semblez avoir) (?:entré|saisi)",
    r"parece que (?:ha|introdujo|escribió|especificó|ingresó).{0,40}credenciales",
    r"parece que (?:você )?(?:inseriu|introduziu).{0,40}(?:credenciais)", r"sembra che.{0,40}credenziali", "ongeldige referenties",
    "pas pu valider vos informations d.identification", "anmeldeinformationen konnten nicht (?:überprüft|validiert)",
    "no se pudieron validar (?:las|sus) credenciales", "não foi possível validar (?:as |suas )?credenciais",
    "nieprawidłowe poświadczenia", "ogiltiga autentiseringsuppgifter", "ugyldige legitimationsoplysninger", "ugyldig(?:e)? legitimasjon",
    "virheelliset (?:tunnis|kirjautumis)tiedot", "neplatné přihlašovací údaje", "érvénytelen hitelesítő adatok", "geçersiz kimlik bilgileri",
    "(?:недействительные|неверные) учетные данные", "無効な資格情報", "資格情報が無効", "无效的?凭据", "無效的?認證", "잘못된 자격 증명",
)  # fmt: skip
