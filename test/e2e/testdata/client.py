"""A provisioning script as people write them: requests, a base URL and a bearer token. It knows SCIM and nothing of
what is behind it."""

import sys

import requests

base, token = sys.argv[1].rstrip("/"), sys.argv[2]
session = requests.Session()
session.headers.update({"Authorization": "Bearer " + token, "Content-Type": "application/scim+json"})


def call(method, path, expected, **kwargs):
    response = session.request(method, base + path, timeout=30, **kwargs)
    assert response.status_code == expected, f"{method} {path}: {response.status_code} {response.text}"
    return response.json() if response.content else None


# Read everybody, page by page.
users, start = [], 1
while True:
    page = call("GET", "/Users", 200, params={"startIndex": start, "count": 100})
    users += page["Resources"]
    start += page["itemsPerPage"]
    if not page["itemsPerPage"] or start > page["totalResults"]:
        break
assert len(users) == page["totalResults"], (len(users), page["totalResults"])
assert len({user["id"] for user in users}) == len(users)

# Create.
user = call("POST", "/Users", 201, json={
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
    "userName": "python.client@corp.example",
    "name": {"givenName": "Zoë", "familyName": "O'Python"},
    "emails": [{"value": "python.client@corp.example", "type": "work", "primary": True}],
    "active": True,
})
assert user["id"] and user["name"]["familyName"] == "O'Python", user

# Find it again.
found = call("GET", "/Users", 200, params={"filter": 'userName eq "PYTHON.CLIENT@corp.example"'})
assert [u["id"] for u in found["Resources"]] == [user["id"]], found

# Replace: send back what came, changed.
user["active"] = False
user["name"]["givenName"] = "李"
replaced = call("PUT", "/Users/" + user["id"], 200, json=user)
assert replaced["active"] is False and replaced["name"]["givenName"] == "李", replaced
assert call("GET", "/Users/" + user["id"], 200) == replaced

# Delete.
call("DELETE", "/Users/" + user["id"], 204)
call("GET", "/Users/" + user["id"], 404)
after = call("GET", "/Users", 200, params={"count": 1})
assert after["totalResults"] == len(users), after

# Without a token nothing works.
assert requests.get(base + "/Users", timeout=30).status_code == 401

print("ok", len(users))
