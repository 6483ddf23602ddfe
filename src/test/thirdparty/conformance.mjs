// Runs the server scenarios of the MCP conformance suite (package ARGV[2]) against TOOL_SERVER and prints, for each,
// how many checks passed and failed, as one line of JSON. The suite cannot send a token, so its requests go through a
// proxy that adds one and changes nothing else.
import {spawnSync, spawn} from 'node:child_process';
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import http from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const server = new URL(process.env.TOOL_SERVER);
const cli = join('node_modules', process.argv[2], 'dist', 'index.js');

const proxy = http.createServer((request, response) => {
  const onward = http.request(
      {host: server.hostname, port: server.port, method: request.method, path: request.url,
        headers: {...request.headers, authorization: `Bearer ${process.env.TOKEN}`}},
      (answer) => {
        response.writeHead(answer.statusCode, answer.headers);
        answer.pipe(response);
      });
  onward.on('error', () => response.destroy());
  request.pipe(onward);
});
await new Promise((listening) => proxy.listen(0, '127.0.0.1', listening));
const url = `http://127.0.0.1:${proxy.address().port}/mcp`;

const listed = spawnSync(process.execPath, [cli, 'list', '--server'], {encoding: 'utf8'}).stdout;
const scenarios = [...listed.matchAll(/^\s+- (\S+)/gm)].map((match) => match[1]);
const asked = process.argv.length > 3 ? process.argv.slice(3) : scenarios;
async function run(scenario) {
  const out = mkdtempSync(join(tmpdir(), 'conformance-'));
  await new Promise((done) => {
    spawn(process.execPath, [cli, 'server', '--url', url, '--scenario', scenario, '-o', out],
        {stdio: 'ignore', timeout: 90_000}).on('exit', done);
  });
  let checks = [];
  for (const folder of readdirSync(out)) {
    const file = join(out, folder, 'checks.json'); // not there if the scenario itself broke off
    if (existsSync(file)) checks = JSON.parse(readFileSync(file, 'utf8'));
  }
  const count = (status) => checks.filter((check) => check.status === status).length;
  const why = checks.filter((check) => check.status === 'FAILURE').map((check) => `${check.id}: ${check.errorMessage ?? ''}`);
  console.log(JSON.stringify({scenario, passed: count('SUCCESS'), failed: count('FAILURE'),
    warned: count('WARNING'), why: why.join(' | ').slice(0, 300)}));
  rmSync(out, {recursive: true});
}
// Two at a time: each is mostly the start of a process.
const left = [...asked];
await Promise.all([0, 1].map(async () => {
  while (left.length) await run(left.shift());
}));
proxy.close();
