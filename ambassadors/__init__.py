"""Those who carry others: influence, programme, referrals, storefronts come to live here."""
