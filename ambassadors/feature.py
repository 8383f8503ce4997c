"""The wings of ambassadors, in order."""

from __future__ import annotations

from ambassadors.helpdesk.wing import wing as helpdesk
from ambassadors.influence.wing import wing as influence
from ambassadors.missions.wing import wing as missions
from ambassadors.perks.wing import wing as perks
from ambassadors.points.wing import wing as points
from ambassadors.programme.wing import wing as programme
from ambassadors.referrals.wing import wing as referrals
from ambassadors.storefronts.wing import wing as storefronts
from kernel.features import Feature

ambassadors = Feature("ambassadors", [influence, points, programme, missions, helpdesk, perks, referrals, storefronts])
