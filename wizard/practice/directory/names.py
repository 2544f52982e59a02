"""Names from many countries, each with the Latin spelling used for its user name.

Own tables instead of a faker library: they work in the frozen program without data files, and a
hundred thousand people take a second or two.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

# country: (preferred language, family name first, given names, family names); a name that is not written
# in Latin letters is followed by "=" and its Latin spelling.
_TABLE: dict[str, tuple[str, bool, str, str]] = {
    "BR": (
        "pt-BR", False,
        "João=Joao Beatriz Caio Débora=Debora Eduardo Fernanda Gustavo Helena Ícaro=Icaro "
        "Larissa Mateus "
        "Natália=Natalia Otávio=Otavio Priscila Rafael Sílvia=Silvia Thiago Vitória=Vitoria",
        "Almeida Barbosa Cardoso Conceição=Conceicao Dias Ferreira Gonçalves=Goncalves "
        "Lima Monteiro Nóbrega=Nobrega "
        "Oliveira Pereira Queirós=Queiros Ribeiro Simões=Simoes Teixeira Vasconcelos",
    ),
    "CO": (
        "es-CO", False,
        "Andrés=Andres Camila Diego Elena Felipe Gabriela Héctor=Hector Isabel Juan "
        "Lucía=Lucia Martín=Martin Ñusta=Nusta "
        "Óscar=Oscar Paula Ramón=Ramon Sofía=Sofia Tomás=Tomas Ximena",
        "Acuña=Acuna Bermúdez=Bermudez Castaño=Castano Díaz=Diaz Echeverri "
        "Fernández=Fernandez Gómez=Gomez Hernández=Hernandez "
        "Ibáñez=Ibanez Jaramillo López=Lopez Muñoz=Munoz Núñez=Nunez Ospina Peña=Pena "
        "Ríos=Rios Zúñiga=Zuniga",
    ),
    "US": (
        "en-US", False,
        "Aaron Brianna Caleb Denise Ethan Faith Grace Henry Imani Jack Kayla Logan Megan "
        "Noah Olivia Peyton Quinn Ruth",
        "Adams Brooks Carter Davis Edwards Foster Greene Harris Irving Jackson King Lewis "
        "Morgan Nelson O'Connor Parker "
        "Reed Sullivan Turner Washington",
    ),
    "IE": (
        "en-IE", False,
        "Aoife Brendan Ciarán=Ciaran Deirdre Eoin Fionnuala Gráinne=Grainne Lorcan "
        "Máire=Maire Niamh Oisín=Oisin Róisín=Roisin "
        "Séamus=Seamus Tadhg Úna=Una",
        "Byrne D'Arcy Doyle Fitzgerald Gallagher Kelly Lynch McCarthy Nolan O'Brien "
        "O'Dowd O'Reilly O'Sullivan Quigley Walsh",
    ),
    "DE": (
        "de-DE", False,
        "Anke Björn=Bjoern Claudia Dieter Elke Friedrich Günther=Guenther Heike Ingrid "
        "Jörg=Joerg Käthe=Kaethe Lukas "
        "Marlene Niklas Sören=Soeren Ulrike",
        "Bäcker=Baecker Fischer Groß=Gross Hoffmann Jäger=Jaeger Köhler=Koehler Lehmann "
        "Müller=Mueller Neumann Schäfer=Schaefer "
        "Schröder=Schroeder Weiß=Weiss Zimmermann",
    ),
    "FR": (
        "fr-FR", False,
        "Aurélie=Aurelie Benoît=Benoit Chloé=Chloe Didier Élodie=Elodie François=Francois "
        "Gaëlle=Gaelle Hervé=Herve Inès=Ines "
        "Jérôme=Jerome Loïc=Loic Noëlle=Noelle Zoé=Zoe",
        "Bénard=Benard Chevalier D'Angelo Dubois Fournier Gérard=Gerard Lefèvre=Lefevre "
        "L'Hermite Moreau Noël=Noel Perrin Rousseau Vallée=Vallee",
    ),
    "PL": (
        "pl-PL", False,
        "Agnieszka Bartłomiej=Bartlomiej Celina Dorota Grzegorz Hanna Jędrzej=Jedrzej "
        "Krystyna Łukasz=Lukasz Małgorzata=Malgorzata "
        "Paweł=Pawel Stanisław=Stanislaw Zofia Żaneta=Zaneta",
        "Dąbrowski=Dabrowski Gołąb=Golab Jabłoński=Jablonski Kamiński=Kaminski "
        "Lewandowska Nowak Piątek=Piatek Sikora Szczęsny=Szczesny "
        "Wójcik=Wojcik Zając=Zajac Źrebiec=Zrebiec",
    ),
    "TR": (
        "tr-TR", False,
        "Ayşe=Ayse Barış=Baris Çağla=Cagla Deniz Emre Gül=Gul İbrahim=Ibrahim Işıl=Isil "
        "Kerem Nilüfer=Nilufer Özgür=Ozgur Şebnem=Sebnem Ümit=Umit",
        "Aydın=Aydin Bozkurt Çelik=Celik Doğan=Dogan Güneş=Gunes İnönü=Inonu Kılıç=Kilic "
        "Öztürk=Ozturk Şahin=Sahin Yıldız=Yildiz",
    ),
    "VN": (
        "vi-VN", True,
        "Anh Bảo=Bao Châu=Chau Dũng=Dung Giang Hạnh=Hanh Linh Minh Ngọc=Ngoc "
        "Phương=Phuong Quỳnh=Quynh Thảo=Thao Tuấn=Tuan Yến=Yen",
        "Bùi=Bui Đặng=Dang Đỗ=Do Hoàng=Hoang Lê=Le Lý=Ly Nguyễn=Nguyen Phạm=Pham Trần=Tran Võ=Vo",
    ),
    "GR": (
        "el-GR", False,
        "Αγγελική=Angeliki Βασίλης=Vasilis Γιώργος=Giorgos Δήμητρα=Dimitra Ελένη=Eleni "
        "Ζωή=Zoi Κώστας=Kostas Μαρία=Maria Νίκος=Nikos Σοφία=Sofia",
        "Αντωνίου=Antoniou Γεωργίου=Georgiou Δημητρίου=Dimitriou Καραγιάννης=Karagiannis "
        "Νικολάου=Nikolaou Παπαδόπουλος=Papadopoulos Σταύρου=Stavrou",
    ),
    "UA": (
        "uk-UA", False,
        "Андрій=Andrii Богдан=Bohdan Вікторія=Viktoriia Ганна=Hanna Дмитро=Dmytro "
        "Євген=Yevhen Ірина=Iryna Катерина=Kateryna Олена=Olena Юлія=Yuliia",
        "Бондаренко=Bondarenko Гончар=Honchar Коваленко=Kovalenko Лисенко=Lysenko "
        "Мельник=Melnyk Петренко=Petrenko Шевченко=Shevchenko",
    ),
    "IL": (
        "he-IL", False,
        "אורית=Orit דוד=David חנה=Hannah יעל=Yael מיכאל=Michael נועה=Noa רחל=Rachel שירה=Shira",
        "אברהם=Avraham ביטון=Biton כהן=Cohen לוי=Levi מזרחי=Mizrahi פרץ=Peretz",
    ),
    "EG": (
        "ar-EG", False,
        "أحمد=Ahmed خالد=Khaled سلمى=Salma فاطمة=Fatma كريم=Karim ليلى=Layla محمد=Mohamed "
        "نور=Nour هدى=Huda يوسف=Youssef",
        "إبراهيم=Ibrahim حسن=Hassan سالم=Salem عبدالله=Abdallah فوزي=Fawzy منصور=Mansour",
    ),
    "IN": (
        "hi-IN", False,
        "Aarav Bhavna Chetan Divya Gaurav Harini अनिल=Anil कविता=Kavita दीपक=Deepak "
        "प्रिया=Priya रोहित=Rohit सुनीता=Sunita",
        "Bose Chatterjee Iyer Kulkarni Menon Reddy गुप्ता=Gupta पटेल=Patel वर्मा=Verma "
        "शर्मा=Sharma",
    ),
    "TH": (
        "th-TH", False,
        "กมล=Kamon ชัยวัฒน์=Chaiwat ณัฐ=Nat ปราณี=Pranee พิมพ์=Pim มาลี=Malee "
        "วิชัย=Wichai สุดา=Suda",
        "แก้วใส=Kaewsai จันทร์ดี=Chandee ทองคำ=Thongkham ศรีสุข=Srisuk แสงทอง=Saengthong",
    ),
    "JP": (
        "ja-JP", True,
        "愛=Ai 一郎=Ichiro 恵子=Keiko さくら=Sakura 健太=Kenta 翔=Sho 直美=Naomi 美咲=Misaki 優斗=Yuto "
        "陽子=Yoko",
        "伊藤=Ito 加藤=Kato 小林=Kobayashi 佐々木=Sasaki 高橋=Takahashi 田中=Tanaka 中村=Nakamura "
        "渡辺=Watanabe",
    ),
    "CN": (
        "zh-CN", True,
        "伟=Wei 芳=Fang 秀英=Xiuying 强=Qiang 磊=Lei 静=Jing 敏=Min 军=Jun 丽娜=Lina 宇轩=Yuxuan",
        "王=Wang 李=Li 张=Zhang 刘=Liu 陈=Chen 杨=Yang 黄=Huang 赵=Zhao 周=Zhou 欧阳=Ouyang",
    ),
    "KR": (
        "ko-KR", True,
        "민준=Minjun 서연=Seoyeon 지훈=Jihun 하은=Haeun 수빈=Subin 예준=Yejun 지우=Jiwoo 현우=Hyunwoo",
        "김=Kim 이=Lee 박=Park 최=Choi 정=Jung 강=Kang 조=Cho 윤=Yoon",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class GeneratedName:
    """A person's name as written, and in plain Latin letters."""

    given: str
    family: str
    display: str
    plain_given: str
    plain_family: str
    country: str
    language: str


def _split(words: str) -> list[tuple[str, str]]:
    pairs = (word.partition("=") for word in words.split())
    return [(written, plain or written) for written, _, plain in pairs]


_NAMES = {
    country: (language, family_first, _split(given), _split(family))
    for country, (language, family_first, given, family) in _TABLE.items()
}
_COUNTRIES = list(_NAMES)
_WEIGHTS = [8 if country in {"BR", "CO", "US"} else 2 for country in _COUNTRIES]


def invent(rng: Random) -> GeneratedName:
    """A random name; countries with many contact centers come up more often."""
    country = rng.choices(_COUNTRIES, _WEIGHTS)[0]
    language, family_first, givens, families = _NAMES[country]
    given, plain_given = rng.choice(givens)
    family, plain_family = rng.choice(families)
    if country in {"BR", "CO"} and rng.random() < 0.4:  # two family names, without a separator of their own
        second, plain_second = rng.choice(families)
        family, plain_family = f"{family} {second}", f"{plain_family}-{plain_second}"
    joiner = "" if country in {"CN", "JP", "KR"} else " "
    display = f"{family}{joiner}{given}" if family_first else f"{given} {family}"
    return GeneratedName(given, family, display, plain_given, plain_family, country, language)
