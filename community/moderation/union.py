"""The categories and values of the European Union’s database of statements of reasons, in words."""

from __future__ import annotations

from kernel.i18n import mark

NAMES = {
    "STATEMENT_CATEGORY_ANIMAL_WELFARE": mark("Animal welfare"),
    "STATEMENT_CATEGORY_CONSUMER_INFORMATION": mark("Consumer information"),
    "STATEMENT_CATEGORY_CYBER_VIOLENCE": mark("Cyber violence"),
    "STATEMENT_CATEGORY_CYBER_VIOLENCE_AGAINST_WOMEN": mark("Cyber violence against women"),
    "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS": mark("Data protection and privacy"),
    "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH": mark("Illegal or harmful speech"),
    "STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS": mark("Intellectual property"),
    "STATEMENT_CATEGORY_NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS": mark("Civic discourse or elections"),
    "STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE": mark("Not specified by the notice"),
    "STATEMENT_CATEGORY_OTHER_VIOLATION_TC": mark("Another rule of the house"),
    "STATEMENT_CATEGORY_PROTECTION_OF_MINORS": mark("Protection of minors"),
    "STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY": mark("Risk for public security"),
    "STATEMENT_CATEGORY_SCAMS_AND_FRAUD": mark("Scams and fraud"),
    "STATEMENT_CATEGORY_SELF_HARM": mark("Self-harm"),
    "STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS": mark("Unsafe or prohibited products"),
    "STATEMENT_CATEGORY_VIOLENCE": mark("Violence"),
}
CATEGORIES = tuple(NAMES)
VALUES = {
    **NAMES,
    "DECISION_VISIBILITY_CONTENT_DISABLED": mark("Hidden"),
    "DECISION_VISIBILITY_CONTENT_REMOVED": mark("Taken down"),
    "DECISION_PROVISION_PARTIAL_SUSPENSION": mark("Slowed down"),
    "DECISION_ACCOUNT_SUSPENDED": mark("Account suspended"),
    "DECISION_ACCOUNT_TERMINATED": mark("Account closed"),
    "DECISION_GROUND_ILLEGAL_CONTENT": mark("Against the law"),
    "DECISION_GROUND_INCOMPATIBLE_CONTENT": mark("Against a rule of the house"),
    "SOURCE_VOLUNTARY": mark("Found by the team"),
    "SOURCE_ARTICLE_16": mark("A notice of what is against the law"),
    "SOURCE_TYPE_OTHER_NOTIFICATION": mark("A member’s report"),
    "AUTOMATED_DECISION_FULLY": mark("Wholly"),
    "AUTOMATED_DECISION_NOT_AUTOMATED": mark("By a person"),
    "Yes": mark("yes"),
    "No": mark("no"),
}
"""What stands in the other fields as well."""
