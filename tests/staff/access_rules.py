"""Who gets what at each address of the staff and of programs: the table that `test_access.py` plays."""

from dataclasses import dataclass

HOLDS_WESTBY = {"own", "force", "nation"}


@dataclass(frozen=True)
class Rule:
    """Who gets what at an address: nobody's roles means anybody signed in, `is_open` anybody at all."""

    roles: frozenset[str] = frozenset()
    ok: int = 200
    is_of_westby: bool = False  # about one thing that lies in Westby: elsewhere it must look as if it did not exist
    hidden_from: frozenset[str] = frozenset()  # roles that may use the address, but not for somebody else's thing
    names_westby: bool = False  # a list in which Westby stands for those who hold it
    is_open: bool = False
    anonymous: int = 200  # of an open address

    def status(self, role: str, area: str, *, is_expired: bool) -> int:
        """What somebody signed in must get."""
        if self.is_open or not self.roles:
            return self.ok
        if is_expired or role not in self.roles:
            return 403
        is_hidden = role in self.hidden_from or (self.is_of_westby and area not in HOLDS_WESTBY)
        return 404 if is_hidden else self.ok


DESK, DECIDING = frozenset({"moderator", "manager"}), frozenset({"moderator"})
ANALYST, EXPORTS = frozenset({"analyst", "manager"}), frozenset({"council_officer", "analyst", "manager"})
MANAGER, MOST_REVEALING = frozenset({"manager"}), frozenset({"council_officer", "manager"})
OPEN, OPEN_404 = Rule(is_open=True), Rule(is_open=True, ok=404, anonymous=404)

# An empty form is refused as a form (400), not as a person.
RULES = {
    "staff:sign_in": Rule(is_open=True, ok=302),
    "staff:sign_out POST": Rule(is_open=True, ok=302, anonymous=302),
    "staff:home": Rule(),
    "staff:language POST": Rule(ok=400),
    "staff:change_password": Rule(),
    "staff:change_password POST": Rule(ok=400),
    "staff:sign_out_everywhere POST": Rule(ok=302),
    "staff:password_link": OPEN_404,
    "staff:password_link POST": OPEN_404,
    "staff:password_link_made": Rule(MANAGER, ok=302),  # nothing was made yet
    "staff:make_password_link": Rule(MANAGER, is_of_westby=True),
    "staff:make_password_link POST": Rule(MANAGER, ok=302, is_of_westby=True),
    "staff:reset_second_factor": Rule(MANAGER, is_of_westby=True),
    "staff:reset_second_factor POST": Rule(MANAGER, ok=302, is_of_westby=True),
    ":account_login": Rule(is_open=True, ok=302),
    ":mfa_index": Rule(),
    ":mfa_authenticate": Rule(is_open=True, ok=302, anonymous=302),
    ":mfa_authenticate POST": Rule(is_open=True, ok=302, anonymous=302),
    ":mfa_login_webauthn": Rule(is_open=True, ok=302, anonymous=302),
    ":mfa_login_webauthn POST": Rule(is_open=True, ok=302, anonymous=302),
    ":mfa_activate_totp": Rule(),
    ":mfa_activate_totp POST": Rule(ok=400),
    ":mfa_deactivate_totp": Rule(ok=404),  # the people of the matrix have none
    ":mfa_deactivate_totp POST": Rule(ok=404),
    ":mfa_add_webauthn": Rule(),
    ":mfa_add_webauthn POST": Rule(ok=400),
    ":mfa_remove_webauthn": Rule(ok=404),  # somebody else's
    ":mfa_remove_webauthn POST": Rule(ok=404),
    ":mfa_view_recovery_codes": Rule(ok=404),
    ":mfa_generate_recovery_codes": Rule(),
    ":mfa_generate_recovery_codes POST": Rule(ok=400),
    "staff:invitation": OPEN,
    "staff:invitation POST": Rule(is_open=True, ok=400, anonymous=400),
    "staff:confirm": Rule(),
    "staff:confirm POST": Rule(ok=400),
    "staff:people": Rule(MANAGER, names_westby=True),
    "staff:invite": Rule(MANAGER, names_westby=True),
    "staff:invite POST": Rule(MANAGER, ok=400),
    "staff:invited": Rule(MANAGER, ok=302),  # nothing was made
    "staff:give_role": Rule(MANAGER, names_westby=True),
    "staff:give_role POST": Rule(MANAGER, ok=400),
    "staff:end_role": Rule(MANAGER, is_of_westby=True),
    "staff:end_role POST": Rule(MANAGER, ok=302, is_of_westby=True),
    "staff:withdraw": Rule(MANAGER, is_of_westby=True),
    "staff:withdraw POST": Rule(MANAGER, ok=302, is_of_westby=True),
    "staff:tokens": Rule(EXPORTS, names_westby=True),
    "staff:tokens POST": Rule(EXPORTS, ok=400),
    "staff:token_made": Rule(EXPORTS, ok=302),
    "staff:revoke_token": Rule(EXPORTS, is_of_westby=True, hidden_from=EXPORTS - MANAGER),
    "staff:revoke_token POST": Rule(EXPORTS, ok=302, is_of_westby=True, hidden_from=EXPORTS - MANAGER),
    "feedback:feedback": Rule(MANAGER),
    "staff:audit": Rule(MANAGER, names_westby=True),
    "staff:audit_file": Rule(MANAGER, names_westby=True),
    "moderation:queue": Rule(DESK),
    "moderation:history": Rule(DESK),
    "moderation:figures": Rule(DESK),
    "moderation:together": Rule(DESK),
    "moderation:together POST": Rule(DECIDING, ok=400),
    "moderation:whole": Rule(DESK, is_of_westby=True),
    "moderation:whole POST": Rule(DECIDING, ok=400, is_of_westby=True),
    "moderation:hold POST": Rule(DECIDING, ok=302, is_of_westby=True),
    "moderation:second POST": Rule(DECIDING, ok=302, is_of_westby=True),
    "moderation:group": Rule(DESK, is_of_westby=True),
    "moderation:group POST": Rule(DECIDING, ok=400, is_of_westby=True),
    "moderation:undo": Rule(DESK, is_of_westby=True),
    "moderation:undo POST": Rule(DECIDING, ok=302, is_of_westby=True),
    "analyst:hotspots": Rule(ANALYST, names_westby=True),
    "analyst:hotspots of Westby": Rule(ANALYST, is_of_westby=True),
    "analyst:place": Rule(ANALYST, is_of_westby=True),
    "analyst:figures": Rule(ANALYST, ok=302),  # what the address asks for cannot be read
    "analyst:figures of Westby": Rule(ANALYST, is_of_westby=True),
    "analyst:save_view POST": Rule(ANALYST, ok=302),  # without a name
    # A colleague's, whose role the manager has ended by then: so it is the manager's.
    "analyst:delete_view POST": Rule(ANALYST, ok=302, is_of_westby=True, hidden_from=frozenset({"analyst"})),
    "analyst:restore_view POST": Rule(ANALYST, ok=302, is_of_westby=True, hidden_from=frozenset({"analyst"})),
    "analyst:mark_alert_seen POST": Rule(ANALYST, ok=302, is_of_westby=True),
    "analyst:briefing": Rule(ANALYST, ok=302),  # on no place
    "analyst:briefing of Westby": Rule(ANALYST, is_of_westby=True),
    "analyst:record_response POST": Rule(frozenset({"analyst"}), ok=400, is_of_westby=True),  # without a kind
    "analyst:remove_response POST": Rule(frozenset({"analyst"}), ok=302, is_of_westby=True),
    "council_exports:followed": Rule(MOST_REVEALING, names_westby=True),
    "council_exports:followed POST": Rule(frozenset({"council_officer"}), ok=400),
    "council_exports:remove_response POST": Rule(frozenset({"council_officer"}), ok=302, is_of_westby=True),
    "council_exports:exports": Rule(EXPORTS, names_westby=True),
    "council_exports:extract": Rule(EXPORTS, is_of_westby=True),
    "imports:imports": Rule(EXPORTS),
    "imports:imports POST": Rule(EXPORTS, ok=400),
    "imports_api:imports": Rule(is_open=True, ok=401, anonymous=401),  # a token alone opens it
    "webhooks:webhooks": Rule(MOST_REVEALING, names_westby=True),
    "webhooks:webhooks POST": Rule(MOST_REVEALING, ok=400),
    "webhooks:made": Rule(MOST_REVEALING, ok=302),  # nothing was made
    "webhooks:remove": Rule(MOST_REVEALING, is_of_westby=True),
    "webhooks:on POST": Rule(MOST_REVEALING, ok=302, is_of_westby=True),
    "webhooks:remove POST": Rule(MOST_REVEALING, ok=302, is_of_westby=True),
    "webhooks_api:webhooks": Rule(is_open=True, ok=401, anonymous=401),  # a token alone opens them
    "webhooks_api:one": Rule(is_open=True, ok=401, anonymous=401),
    "responses_desk:desk": Rule(MOST_REVEALING, names_westby=True),
    "responses_desk:new": Rule(MOST_REVEALING, names_westby=True),
    "responses_desk:new POST": Rule(MOST_REVEALING, ok=400),
    "responses_desk:one": Rule(MOST_REVEALING, is_of_westby=True),
    "responses_desk:change": Rule(MOST_REVEALING, is_of_westby=True),
    "responses_desk:change POST": Rule(MOST_REVEALING, ok=400, is_of_westby=True),
    "responses_desk:correct POST": Rule(MOST_REVEALING, ok=302, is_of_westby=True),
    "responses_desk:publish POST": Rule(MOST_REVEALING, ok=302, is_of_westby=True),
    "responses_desk:withdraw POST": Rule(MOST_REVEALING, ok=302, is_of_westby=True),
    "responses_desk:discard": Rule(MOST_REVEALING, is_of_westby=True),
    "responses_desk:discard POST": Rule(MOST_REVEALING, ok=302, is_of_westby=True),
    "api:index": OPEN,
    "api:releases": OPEN,
    "api:release": OPEN_404,
    "api:leaves": OPEN_404,
    "api:sums": OPEN,
    "api:sum": OPEN_404,
    "api:areas": OPEN,
    "api:area": OPEN,
    "api:reasons": OPEN,
    "api:routes": OPEN,
    "api:responses": OPEN,
    "api:schema": OPEN,
    "api:docs": OPEN,
    "api:v1/<path:rest>": OPEN_404,
}
