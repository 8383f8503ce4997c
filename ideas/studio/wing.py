"""What the wing of templates and designs registers with the house."""

from __future__ import annotations

from ideas.studio import demo, held, pack, pages, pictures, publishing
from kernel.features import Door, Wing
from kernel.i18n import mark

wing = Wing(
    "studio",
    routes=[*pages.routes, *pictures.routes, *publishing.routes, *pack.routes],
    slots=[*pack.slots],
    doors=[Door("/designs", mark("Designs"), "sneaker")],
    events={
        "template.made": "a product may be designed that could not be before",
        "template.changed": "a product has a further version, or is opened or closed",
        "design.started": "somebody began a design, as the product is plain or from another's",
        "design.published": "a design is there for everyone",
        "design.remixed": "somebody published a design that began from this one",
        "design.withdrawn": "a design was taken back by its author",
        "design.hidden": "a design was taken out of every list",
        "design.restored": "a hidden design is back in its lists",
    },
    registers={"discussed": [held.discussed]},
    demo=[demo.templates, demo.designs],
)
