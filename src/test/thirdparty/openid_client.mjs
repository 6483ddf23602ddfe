// npm's openid-client gets a token from Heist and calls a tool with it.
import * as client from 'openid-client';

const {ISSUER, CLIENT_ID, CLIENT_SECRET, RESOURCE, TOOL_SERVER} = process.env;
const config = await client.discovery(new URL(ISSUER), CLIENT_ID, CLIENT_SECRET, client.ClientSecretBasic(CLIENT_SECRET), {
  algorithm: 'oauth2',
  execute: [client.allowInsecureRequests],
});
const tokens = await client.clientCredentialsGrant(config, {scope: 'calculator:use', resource: RESOURCE});
const answer = await client.fetchProtectedResource(
    config, tokens.access_token, new URL(TOOL_SERVER + '/tools/calculator'), 'POST',
    JSON.stringify({expression: '6*7'}), new Headers({'Content-Type': 'application/json'}));
if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
console.log('openid-client:', (await answer.json()).result);
