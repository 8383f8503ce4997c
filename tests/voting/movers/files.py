"""Small files as other tools write them, each under the header that was found for it."""

from __future__ import annotations

import io
import json
import zipfile

FIDER = (
    "number,title,description,created_at,created_by,votes_count,comments_count,status,responded_by,responded_at,"
    "response,original_number,original_title,tags\n"
    '10,Laces that glow,"In the dark, please 🌙",2018-03-23T19:33:22Z,Faceless,4,2,declined,John Snow,'
    '2018-04-04T19:48:10Z,Nothing we can do,,,"easy, ignored"\n'
    "15,A wider sole,,2018-02-21T15:51:35Z,Someone else,4,2,open,,,,,,\n"
    "20,Broader soles,,2018-01-12T01:46:59Z,Faceless,4,2,duplicate,Arya Stark,2018-03-17T10:15:42Z,"
    'This has been suggested,15,A wider sole,"this-tag-has,comma"\n'
)
"""getfider/fider app/pkg/csv/csv.go: thirteen columns of posts, and tags."""

USERVOICE = (
    "Idea Id,Idea Title,Idea Description,Category Name,Public Status Name,Labels,Voters Count,Created Timestamp,"
    "Idea Creator Name,Idea Creator Email Address,User Email Address,Linked Idea Creation Date\n"
    '1,Dark mode,<p>Please <b>add</b> it</p>,Features,Under Review,"[""ui"",""theme""]",2,2025-07-21 03:37:03,Alice,'
    "alice@example.com,alice@example.com,2025-07-21 03:37:03\n"
    '1,Dark mode,<p>Please <b>add</b> it</p>,Features,Under Review,"[""ui"",""theme""]",2,2025-07-21 03:37:03,Alice,'
    "alice@example.com,bob@example.com,2025-07-22 10:00:00\n"
    "2,Export as CSV,Let me take my data,Features,Planned,,1,2025-06-01 00:00:00,Carol,carol@example.com,"
    "carol@example.com,2025-06-01 00:00:00\n"
)

CANNY = json.dumps(
    {
        "posts": [
            {
                "id": "553c3ef8b8cdcd1501ba1238",
                "author": {"id": "a1", "name": "Sarah", "email": "sarah@example.com"},
                "board": {"id": "b1", "name": "Feature requests"},
                "category": {"id": "c1", "name": "Shoes"},
                "created": "2019-03-05T23:01:40.000Z",
                "details": "A pocket for the key.",
                "imageURLs": ["https://images.example.com/key.png"],
                "score": 2,
                "status": "in progress",
                "statusChangedAt": "2019-04-01T10:00:00.000Z",
                "tags": [{"id": "t1", "name": "small"}],
                "title": "Key pocket",
            }
        ],
        "votes": [
            {
                "id": "v1",
                "created": "2019-03-06T10:00:00.000Z",
                "post": {"id": "553c3ef8b8cdcd1501ba1238"},
                "voter": {"id": "a2", "name": "Tom", "email": "tom@example.com"},
            },
            {
                "id": "v2",
                "created": "2019-03-07T10:00:00.000Z",
                "post": {"id": "553c3ef8b8cdcd1501ba1238"},
                "voter": {"id": "a3", "name": "Nobody's mail", "email": None},
            },
        ],
        "comments": [
            {
                "id": "k2",
                "author": {"id": "a1", "name": "Sarah", "email": "sarah@example.com"},
                "created": "2019-03-09T10:00:00.000Z",
                "internal": False,
                "parentID": "k1",
                "post": {"id": "553c3ef8b8cdcd1501ba1238"},
                "value": "Thank you",
            },
            {
                "id": "k1",
                "author": {"id": "a2", "name": "Tom", "email": "tom@example.com"},
                "created": "2019-03-08T10:00:00.000Z",
                "internal": False,
                "parentID": None,
                "post": {"id": "553c3ef8b8cdcd1501ba1238"},
                "value": "I would buy this",
            },
        ],
    }
)

QUACKBACK = {
    "posts.csv": "id,title,content,status,tags,board,author_name,author_email,vote_count,created_at\n"
    'post_1,"Vegan glue","No animal in it","Complete","green,glue","shoes","Zoé","zoe@example.com",2,'
    "2024-05-01T08:00:00.000Z\n",
    "post_votes.csv": "id,post_id,voter_email,source_type,created_at\n"
    'vote_1,post_1,"zoe@example.com","",2024-05-01T08:00:00.000Z\n'
    'vote_2,post_1,"yan@example.com","",2024-05-02T08:00:00.000Z\n',
    "post_comments.csv": "id,post_id,parent_id,author_name,author_email,is_team_member,is_private,moderation_state,"
    "content,created_at,updated_at\n"
    'c_1,post_1,,"Yan","yan@example.com",false,false,published,"At last",2024-05-03T08:00:00.000Z,\n'
    'c_2,post_1,c_1,"Mo","mo@brand.example",true,false,published,"Indeed",2024-05-04T08:00:00.000Z,\n'
    'c_3,post_1,,"Mo","mo@brand.example",true,true,published,"Check the price",2024-05-05T08:00:00.000Z,\n'
    'c_4,post_1,,"Bot","bot@example.com",false,false,spam,"Buy now",2024-05-05T08:00:00.000Z,\n',
}

GITHUB = json.dumps(
    [
        {
            "number": 12,
            "title": "Reflective heel",
            "body": "So that cars see me",
            "state": "CLOSED",
            "stateReason": "COMPLETED",
            "url": "https://github.com/brand/shoes/issues/12",
            "author": {"login": "octo", "name": "Octo Cat"},
            "labels": [{"name": "safety"}],
            "createdAt": "2023-01-02T03:04:05Z",
            "closedAt": "2023-02-02T03:04:05Z",
            "comments": [
                {
                    "id": "IC_1",
                    "author": {"login": "hubot"},
                    "body": "Done in spring",
                    "createdAt": "2023-02-01T00:00:00Z",
                }
            ],
        },
        {
            "number": 13,
            "title": "Square toes",
            "body": "",
            "state": "CLOSED",
            "stateReason": "NOT_PLANNED",
            "url": "https://github.com/brand/shoes/issues/13",
            "author": {"login": "octo", "name": "Octo Cat"},
            "labels": [],
            "createdAt": "2023-01-03T03:04:05Z",
            "comments": [],
        },
    ]
)

AHA = json.dumps(
    {
        "ideas": [
            {
                "id": "6776",
                "reference_num": "APP-I-1",
                "name": "Repair by post",
                "description": {"body": "<p>Send it, get it back <em>mended</em>.</p>", "attachments": []},
                "workflow_status": {"name": "Future consideration"},
                "categories": [{"name": "Service"}],
                "product": {"name": "Shoes"},
                "created_at": "2022-09-01T10:00:00.000Z",
                "created_by_portal_user": {"name": "Lea", "email": "lea@example.com"},
                "endorsements_count": 7,
            }
        ],
        "pagination": {"total_records": 1},
    }
)

PRODUCTBOARD = (
    "id,name,description,status.name,owner.email,created_at\n"
    "f-1,Carry strap,<p>For <b>two</b> shoes</p>,Released,pm@brand.example,2023-05-05T10:00:00Z\n"
)


def zipped(files: dict[str, str | bytes]) -> bytes:
    """Several files as a ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


FIDER_BACKUP: dict[str, str | bytes] = {
    "users.json": json.dumps(
        [
            {"id": 1, "tenant_id": 1, "name": "Ann", "email": "ann@example.com", "role": 1, "status": 1},
            {"id": 2, "tenant_id": 1, "name": "Bo", "email": "", "role": 1, "status": 1},
        ]
    ),
    "posts.json": json.dumps(
        [
            {
                "id": 31,
                "number": 1,
                "tenant_id": 1,
                "slug": "warm-lining",
                "title": "Warm lining",
                "description": "For winter",
                "user_id": 1,
                "status": 4,
                "created_at": "2020-01-01T00:00:00Z",
                "response": "Next winter",
                "response_date": "2020-02-01T00:00:00Z",
                "response_user_id": 2,
                "original_id": None,
            },
            {
                "id": 32,
                "number": 2,
                "tenant_id": 1,
                "slug": "warmer",
                "title": "Warmer",
                "description": "",
                "user_id": 2,
                "status": 5,
                "created_at": "2020-01-02T00:00:00Z",
                "response": None,
                "response_date": None,
                "response_user_id": None,
                "original_id": 31,
            },
        ]
    ),
    "comments.json": json.dumps(
        [{"id": 7, "tenant_id": 1, "post_id": 31, "content": "Yes", "user_id": 2, "created_at": "2020-01-05T00:00:00Z"}]
    ),
    "post_votes.json": json.dumps(
        [
            {"tenant_id": 1, "post_id": 31, "user_id": 1, "created_at": "2020-01-03T00:00:00Z"},
            {"tenant_id": 1, "post_id": 31, "user_id": 2, "created_at": "2020-01-04T00:00:00Z"},
        ]
    ),
    "tags.json": json.dumps([{"id": 5, "tenant_id": 1, "name": "winter", "slug": "winter", "color": "FFFFFF"}]),
    "post_tags.json": json.dumps([{"tenant_id": 1, "tag_id": 5, "post_id": 31}]),
    "post_subscribers.json": json.dumps([{"tenant_id": 1, "post_id": 31, "user_id": 1}]),
    "tenants.json": json.dumps([{"id": 1, "name": "Brand"}]),
    "blobs/logo": b"\x89PNG",
}
