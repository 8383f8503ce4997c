"""Plain files: names of columns as people give them in either language, and words for states."""

from __future__ import annotations

from collections.abc import Mapping

from voting.movers.tools.shapes import COMMENTS, IDEAS, SUPPORTS, Tool

plain = Tool("file", "", ())

NAMES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    IDEAS: {
        "id": ("id", "reference", "ref", "number", "num", "no", "key", "numero", "identifiant", "post_id", "idea_id"),
        "title": (
            "title",
            "name",
            "subject",
            "headline",
            "summary",
            "idea",
            "titre",
            "intitule",
            "sujet",
            "idee",
            "nom",
        ),
        "body": (
            *("body", "description", "details", "content", "text", "message", "comment", "notes"),
            *("texte", "contenu", "detail", "corps", "idea_description", "feature_description"),
        ),
        "board": (
            *("board", "forum", "product", "project", "workspace", "board_name", "forum_name"),
            *("tableau", "produit", "projet", "espace"),
        ),
        "tags": (
            *("tags", "tag", "labels", "label", "category", "categories", "topic", "type", "component"),
            *("etiquettes", "etiquette", "categorie", "theme", "themes", "mots_cles"),
        ),
        "status": ("status", "state", "stage", "statut", "etat", "etape", "phase", "status_name", "avancement"),
        "created_at": (
            *(
                "created_at",
                "created",
                "date",
                "created_on",
                "creation_date",
                "submitted",
                "submitted_at",
                "created_date",
            ),
            *("date_de_creation", "cree_le", "depose_le", "date_creation"),
        ),
        "email": (
            *("author_email", "email", "e_mail", "user_email", "creator_email", "submitter_email", "mail"),
            *("courriel", "adresse", "adresse_mail", "email_auteur", "adresse_e_mail"),
        ),
        "name": (
            "author",
            "author_name",
            "user",
            "user_name",
            "creator",
            "created_by",
            "submitter",
            "auteur",
            "cree_par",
        ),
        "answer": ("response", "answer", "official_response", "reponse", "reponse_officielle"),
        "answer_at": ("response_at", "answered_at", "responded_at", "date_de_reponse"),
        "answer_name": ("response_by", "responded_by", "answered_by", "repondu_par"),
        "merged_into": ("merged_into", "duplicate_of", "parent_id", "original_number", "fusionne_avec", "doublon_de"),
        "links": ("attachments", "attachment", "images", "image_urls", "files", "pieces_jointes", "images_urls"),
        "votes": ("votes", "vote_count", "votes_count", "score", "upvotes", "supporters", "soutiens", "voix"),
        "voter_email": ("voter_email", "supporter_email", "email_votant", "email_soutien"),
        "voter_name": ("voter_name", "voter", "supporter", "votant"),
        "voted_at": ("voted_at", "vote_date", "vote_le", "date_du_vote"),
    },
    SUPPORTS: {
        "idea": ("idea", "idea_id", "post_id", "post", "reference", "idee", "id_idee", "numero", "idea_reference"),
        "voter_email": ("voter_email", "email", "user_email", "e_mail", "courriel", "adresse", "mail"),
        "voter_name": ("voter_name", "voter", "name", "user", "nom", "votant", "user_name"),
        "voted_at": ("voted_at", "created_at", "created", "date", "vote_le", "cree_le"),
    },
    COMMENTS: {
        "id": ("id", "comment_id", "numero"),
        "idea": ("idea", "idea_id", "post_id", "post", "idee", "id_idee", "idea_reference"),
        "parent": ("parent_id", "parent", "reply_to", "en_reponse_a"),
        "body": ("body", "comment", "content", "text", "message", "value", "commentaire", "texte", "contenu"),
        "email": ("author_email", "email", "user_email", "e_mail", "courriel", "adresse"),
        "name": ("author", "author_name", "name", "user", "user_name", "auteur", "nom"),
        "created_at": ("created_at", "created", "date", "cree_le"),
        "internal": ("internal", "is_private", "private", "interne", "prive"),
    },
}
"""By kind and field, the surest name first."""

STATUSES: Mapping[str, str] = {
    **dict.fromkeys(
        ("open", "new", "active", "idea", "submitted", "pending", "inbox", "gathering feedback", "received", "to do"),
        "open",
    ),
    **dict.fromkeys(
        ("ouvert", "ouverte", "nouveau", "nouvelle", "recu", "recue", "depose", "deposee", "a faire"), "open"
    ),
    **dict.fromkeys(
        ("under review", "in review", "reviewing", "considering", "under consideration", "needs review", "candidate"),
        "under_review",
    ),
    **dict.fromkeys(("a l'etude", "en revue", "en cours d'etude", "en examen", "en discussion"), "under_review"),
    **dict.fromkeys(("planned", "accepted", "approved", "scheduled", "next", "backlog", "up next"), "planned"),
    **dict.fromkeys(
        ("prevu", "prevue", "planifie", "planifiee", "accepte", "acceptee", "retenu", "retenue"), "planned"
    ),
    **dict.fromkeys(("in progress", "started", "building", "doing", "in development", "wip", "now"), "in_progress"),
    **dict.fromkeys(("en cours", "commence", "commencee", "en developpement", "en realisation"), "in_progress"),
    **dict.fromkeys(
        ("shipped", "done", "complete", "completed", "released", "launched", "live", "delivered", "implemented"),
        "shipped",
    ),
    **dict.fromkeys(
        ("livre", "livree", "termine", "terminee", "fait", "realise", "realisee", "sorti", "en ligne"), "shipped"
    ),
    **dict.fromkeys(
        (
            "declined",
            "rejected",
            "closed",
            "won't do",
            "wont do",
            "not planned",
            "archived",
            "cancelled",
            "out of scope",
        ),
        "declined",
    ),
    **dict.fromkeys(("refuse", "refusee", "rejete", "rejetee", "ferme", "fermee", "abandonne", "ecarte"), "declined"),
    **dict.fromkeys(("merged", "duplicate", "fusionne", "fusionnee", "doublon"), "merged"),
    **dict.fromkeys(("deleted", "spam", "hidden", "supprime", "indesirable", "masque"), "hidden"),
}
"""Words for states, without case or accents; one of no list is open, and is said to be unknown."""
