// The MCP SDK of npm lists the tools of a Heist tool service and calls one, with a token got by openid-client.
import {Client} from '@modelcontextprotocol/sdk/client/index.js';
import {StreamableHTTPClientTransport} from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import * as oauth from 'openid-client';

const {ISSUER, CLIENT_ID, CLIENT_SECRET, RESOURCE, TOOL_SERVER} = process.env;
const config = await oauth.discovery(new URL(ISSUER), CLIENT_ID, CLIENT_SECRET, oauth.ClientSecretBasic(CLIENT_SECRET), {
  algorithm: 'oauth2',
  execute: [oauth.allowInsecureRequests],
});
const {access_token: token} = await oauth.clientCredentialsGrant(config, {scope: 'calculator:use', resource: RESOURCE});
const mcp = new Client({name: 'stranger', version: '1.0.0'});
await mcp.connect(new StreamableHTTPClientTransport(new URL(TOOL_SERVER + '/mcp'), {
  requestInit: {headers: {Authorization: `Bearer ${token}`}},
}));
const {tools} = await mcp.listTools();
const answer = await mcp.callTool({name: 'calculator', arguments: {expression: '6*7'}});
if (answer.isError) throw new Error(JSON.stringify(answer));
console.log('mcp:', tools.map((tool) => tool.name).join(','), answer.content[0].text);
await mcp.close();

// Without a token the door stays shut.
try {
  await new Client({name: 'stranger', version: '1.0.0'}).connect(
      new StreamableHTTPClientTransport(new URL(TOOL_SERVER + '/mcp')));
  throw new Error('connected without a token');
} catch (refused) {
  console.log('mcp without a token:', /40[13]|nauthorized/.test(String(refused)) ? 'refused' : refused);
}
