"""Debian's python3-authlib gets a token from Heist and calls a tool with it."""

import os

from authlib.integrations.requests_client import OAuth2Session

session = OAuth2Session(
    os.environ["CLIENT_ID"],
    os.environ["CLIENT_SECRET"],
    token_endpoint_auth_method=os.environ.get("AUTH_METHOD", "client_secret_basic"),
    scope="calculator:use",
)
metadata = session.get(os.environ["ISSUER"] + "/.well-known/oauth-authorization-server", withhold_token=True).json()
assert metadata["issuer"] == os.environ["ISSUER"], metadata
session.fetch_token(metadata["token_endpoint"], grant_type="client_credentials", resource=os.environ["RESOURCE"])
answer = session.post(os.environ["TOOL_SERVER"] + "/tools/calculator", json={"expression": "6*7"})
assert answer.status_code == 200, (answer.status_code, answer.text)
print("authlib:", answer.json()["result"])
