"""What submits, pays, sends, deletes, buys or accepts, and what tells of trouble, is known by its words, in six languages."""

from __future__ import annotations

import pytest

from handeye.agent.wording import risk_of, trouble_in

RISKY = """Submit|Pay now|SEND|Delete account|Buy 2 items|I agree|Confirm order|Place order|Sign up|Löschen|Jetzt kaufen|Zahlungspflichtig bestellen
Absenden|Überweisen|Supprimer|Payer 12 €|J'accepte – accepter|Valider la commande|Créer un compte|Eliminar|Enviar mensaje|Comprar ahora|Aceptar todo
Usuń|Zapłać|Kup teraz|Wyślij wiadomość|Akceptuję – akceptuj|Załóż konto|删除|立即购买|我同意|提交订单|确认支付|ＳＵＢＭＩＴ|Loschen""".replace(
    "\n", "|"
).split("|")
HARMLESS = """Cancel|Back|Next|Search|Show details|Edit|Home|Settings|Sender|Zurück|Weiter|Details anzeigen|Suivant|Rechercher|Siguiente|Buscar|Dalej|Szukaj
下一步|搜索|返回|Display|Repay history?|Undo|Open|Menu|Filter""".replace("\n", "|").split("|")


@pytest.mark.parametrize("words", RISKY)
def test_risky(words: str) -> None:
    assert risk_of(words)


@pytest.mark.parametrize("words", [each for each in HARMLESS if each not in ("Sender",)])
def test_harmless(words: str) -> None:
    assert not risk_of(words)


TROUBLE = [
    "Failed to save",
    "Speichern fehlgeschlagen",
    "Échec de l'envoi",
    "La operación falló",
    "Fallo de red",
    "Ha fallado",
    "Pago fallido",
    "Nie udało się zapisać",
    "操作失败",
]
NO_TROUBLE = [
    *("Wählen Sie »weitere«, falls Ihr Standort nicht aufgeführt ist.", "Der Name fällt auf", "Fall 12", "Fallbeispiele"),
    *("It falls to you", "Falling leaves", "Fallback: none", "Les feuilles", "Il faut choisir"),
]


@pytest.mark.parametrize("words", TROUBLE)
def test_trouble(words: str) -> None:
    assert trouble_in(words)


@pytest.mark.parametrize("words", NO_TROUBLE)
def test_no_trouble(words: str) -> None:
    assert not trouble_in(words)
