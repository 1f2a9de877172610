/**
 * `npm run demo`: what an agent does with this server, and what it is told. The client of the MCP SDK starts the built
 * program, onboards a person through a journey of the embedded Alloy, and follows the next steps that the answers name
 * until none is left. It needs no network and no credentials; yours are not handed on.
 */
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

const program = fileURLToPath(new URL('../dist/main.js', import.meta.url));
/** The last name decides: `Review` goes to manual review (`node dist/main.js simulator --describe` tells all). */
const person = {
  name_first: 'Jessica',
  name_last: 'Review',
  birth_date: '1985-01-23',
  document_ssn: '123456789',
};
const journey = 'J-PersonOnboardDemo001';
/** What the person who decides the case has to add to the proposed call. */
const decision = { outcome: 'Approved', reasons: ['Identity confirmed by phone'] };

/** Only the trail is taken over from the environment: `ALLOY_AUDIT=file:... ALLOY_AUDIT_KEY=... npm run demo`. */
function chooseEnvironment({ ALLOY_AUDIT, ALLOY_AUDIT_KEY }) {
  const trail = ALLOY_AUDIT === undefined ? {} : { ALLOY_AUDIT, ALLOY_AUDIT_KEY: ALLOY_AUDIT_KEY ?? '' };
  return { ALLOY_ENVIRONMENT: 'embedded', ...trail };
}

const say = (...lines) => console.log(lines.join('\n'));
const indent = (text, by = '   ') => text.replaceAll(/^/gm, by);
const formatFacts = (facts) =>
  Object.entries(facts)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `   ${name.padEnd(10)} ${value}`);

/** The envelope of a tool's answer; a failure ends the demo with its message and hint. */
async function call(client, name, args) {
  const { content } = await client.callTool({ name, arguments: args });
  const envelope = JSON.parse(content[0].text);
  if (envelope.error === undefined) return envelope;
  throw new Error(`${name}: ${envelope.error.message} (${envelope.error.hint})`);
}

function sayApplication({ result, environment }) {
  const { entity_applications: entities, events } = result._embedded;
  const evaluated = events.find(({ type }) => type === 'completed_evaluation');
  const review = events.find(({ type }) => type === 'pending_review');
  const isDecided = result.complete_outcome !== null;
  say(
    ...formatFacts({
      decision: isDecided ? result.complete_outcome : `${evaluated.outcome}, by the workflow`,
      reasons: isDecided
        ? ''
        : entities.flatMap(({ output }) => output.outcome_reasons.map(({ name }) => name)).join(', '),
      tags: isDecided ? '' : entities.flatMap(({ output }) => output.tags).join(', '),
      status: `${result.status} (${result.journey_application_token}, ${environment} Alloy)`,
    }),
  );
  if (isDecided) return;
  const choices = review._embedded.node.config.outcomes.map(
    ({ name, reasons }) => `${name}, because: ${reasons.join('; ')}`,
  );
  say('   a reviewer may choose', indent(choices.join('\n'), '   - '));
}

function sayNextSteps({ next_steps: steps = [] }) {
  if (steps.length === 0) return say('', '   Nothing is left to do: the answer names no next step.');
  say('', '   What comes next (next_steps):');
  for (const { tool, why, needs } of steps) {
    say(`   - ${tool}`, `     ${why}`);
    if (needs !== undefined) say(`     The caller adds: ${needs.join(', ')}`);
  }
}

/** A person at the client is asked before a decision changes; here the demo answers for them. */
function answerQuestion({ params }) {
  say('   The server asks the person at the client first:', indent(params.message, '   | '));
  say('   The person says yes.', '');
  return { action: 'accept', content: { confirm: true } };
}

async function run(client) {
  const { tools } = await client.listTools();
  const { name, version } = client.getServerVersion();
  say(
    `${name} ${version} over stdio, MCP ${client.getNegotiatedProtocolVersion()}: ${tools.length} tools`,
    '',
  );

  const start = 'create_a_alloy_journey_application';
  say(`1. ${start}: ${person.name_first} ${person.name_last} applies, and a journey decides`, '');
  const started = await call(client, start, { journey_token: journey, entities: [{ data: person }] });
  sayApplication(started);
  sayNextSteps(started);

  const [review] = started.next_steps;
  say('', `2. ${review.tool}: the next step, with the decision of a person`, '');
  const reviewed = await call(client, review.tool, { ...review.arguments, ...decision });
  say(...formatFacts({ status: `${reviewed.status}, the decision is taken` }));
  sayNextSteps(reviewed);

  const [read] = reviewed.next_steps;
  say('', `3. ${read.tool}: what the decision led to`, '');
  const ended = await call(client, read.tool, read.arguments);
  sayApplication(ended);
  sayNextSteps(ended);
}

const client = new Client({ name: 'demo', version: '1' }, { capabilities: { elicitation: { form: {} } } });
client.setRequestHandler('elicitation/create', answerQuestion);
// Nobody reads on (`npm run demo | head`).
process.stdout.on('error', () => process.exit());
try {
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [program, '--log-level', 'error'],
      env: chooseEnvironment(process.env),
      stderr: 'inherit',
    }),
  );
  await run(client);
} catch (error) {
  console.error(`The demo failed: ${error.message}`);
  process.exitCode = 1;
} finally {
  await client.close();
}
