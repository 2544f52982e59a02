"""The terms of each language: one word for one thing, and Microsoft's word where Microsoft has one.

`docs/terms.md` shows them to translators with where each comes from. A term is a regular expression for the
English noun and one for its translation, which allows for plurals.
"""

from __future__ import annotations

from collections.abc import Mapping

TERMS: Mapping[str, Mapping[str, str]] = {
    "es": {
        "provisioning jobs?": r"trabajos? de aprovisionamiento",
        "provisioning logs?": r"registros? de aprovisionamiento",
        "provisioning(?! jobs?| logs?)": r"aprovision",
        "tenants?(?! URL)": r"inquilinos?",
        "Tenant URL": r"URL de inquilino",
        "Secret token": r"Token secreto",
        "quarantine": r"cuarentena",
        "attribute mappings?": r"asignaci(ón|ones) de atributos",
        "scoping filters?": r"filtros? de ámbito",
        "matching attributes?": r"atributos? de coincidencia",
        "enterprise applications?": r"aplicaci(ón|ones) empresarial",
        "app registrations?": r"registros? de aplicaci(ón|ones)",
        "gallery": r"galería",
        "admin center": r"centro de administración",
        "service principal": r"entidad de servicio",
        "admin consent": r"consentimiento del administrador",
        "single sign-on": r"inicio de sesión único",
        "keyring": r"almacén de credenciales",
        "browsers?": r"explorador",
        "client secrets?": r"secretos? de cliente",
        "deletion threshold": r"umbral de eliminación",
        "on demand": r"a petición",
        "scope": r"ámbito",
        "directory role": r"rol de directorio",
        "Conditional Access": r"acceso condicional",
    },
    "pt_BR": {
        "provisioning jobs?": r"trabalhos? de provisionamento",
        "provisioning logs?": r"logs? de provisionamento",
        "provisioning(?! jobs?| logs?)": r"provision",
        "tenants?(?! URL)": r"locatários?",
        "Tenant URL": r"URL do locatário",
        "Secret token": r"Token secreto",
        "quarantine": r"quarentena",
        "attribute mappings?": r"mapeamentos? de atributos",
        "scoping filters?": r"filtros? de escopo",
        "matching attributes?": r"atributos? de correspondência",
        "enterprise applications?": r"aplicativos? empresaria",
        "app registrations?": r"registros? de aplicativo",
        "gallery": r"galeria",
        "admin center": r"centro de administração",
        "service principal": r"entidade de serviço",
        "admin consent": r"consentimento do administrador",
        "single sign-on": r"logon único",
        "keyring": r"cofre de credenciais",
        "browsers?": r"navegador",
        "client secrets?": r"segredos? do cliente",
        "deletion threshold": r"limite de exclusão",
        "on demand": r"sob demanda",
        "scope": r"escopo",
        "directory role": r"função de diretório",
        "Conditional Access": r"Acesso Condicional",
    },
}

SAME = frozenset(
    {
        "Bytes",
        "China (21Vianet)",
        "Ctrl+D",
        "Error",
        "Excel (*.xlsx)",
        "JSON (*.json)",
        "JSON Lines (*.jsonl)",
        "Log",
        "Logs",
        "Microsoft Entra (global)",
        "Microsoft Graph",
        "PDF (*.pdf)",
        "Playvox",
        "Playvox: {url}",
        "Proxy",
        "Status",
    }
)
"""Texts that are equal in the languages on purpose: names, formats, and words that all of them share."""
