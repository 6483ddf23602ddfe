// npm's oauth4webapi gets a token from Heist, checks it as a resource server would, and calls a tool with it.
import * as oauth from 'oauth4webapi';

const {ISSUER, CLIENT_ID, CLIENT_SECRET, RESOURCE, TOOL_SERVER} = process.env;
const insecure = {[oauth.allowInsecureRequests]: true}; // loopback: no TLS
const issuer = new URL(ISSUER);
const server = await oauth.processDiscoveryResponse(
    issuer, await oauth.discoveryRequest(issuer, {algorithm: 'oauth2', ...insecure}));
const self = {client_id: CLIENT_ID};
const parameters = new URLSearchParams({scope: 'calculator:use', resource: RESOURCE});
const granted = await oauth.processClientCredentialsResponse(server, self,
    await oauth.clientCredentialsGrantRequest(server, self, oauth.ClientSecretBasic(CLIENT_SECRET), parameters, insecure));

const seen = new Request(TOOL_SERVER, {headers: {Authorization: `Bearer ${granted.access_token}`}});
const claims = await oauth.validateJwtAccessToken(server, seen, RESOURCE, insecure);
if (claims.client_id !== CLIENT_ID) throw new Error(JSON.stringify(claims));

const answer = await oauth.protectedResourceRequest(granted.access_token, 'POST',
    new URL(TOOL_SERVER + '/tools/calculator'), new Headers({'Content-Type': 'application/json'}),
    JSON.stringify({expression: '6*7'}), insecure);
if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
console.log('oauth4webapi:', (await answer.json()).result);
