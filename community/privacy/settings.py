"""How long what is personal is kept."""

from __future__ import annotations

from pydantic import Field

from kernel.settings import Section


class PrivacySettings(Section):
    """What is personal, in days; the worker forgets what is older."""

    letter_days: int = Field(90, ge=1, description="Days that letters which were sent are kept.")
    notice_days: int = Field(365, ge=1, description="Days that notices which were read are kept.")
    look_days: int = Field(730, ge=30, description="Days for which is kept who of the team looked at whose data.")
    draft_days: int = Field(365, ge=1, description="Days that a draft is kept which nobody opened.")
    download_days: int = Field(7, ge=1, le=60, description="Days that a file of somebody's own data can be fetched.")
    backup_days: int = Field(
        35, ge=1, description="Days after which whoever runs the site throws backups away; members are told so."
    )
