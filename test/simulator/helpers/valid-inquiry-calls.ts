/** Valid calls on what people look into: cases, investigations, groups and portfolios. */
import { caseTypes } from '../../../src/simulator/settings/case-settings.ts';
import { read, readEach } from './account-client.ts';
import { note } from './valid-account-calls.ts';
import { agents, agentTokens, type Play } from './valid-play.ts';

type Action = (play: Play) => Promise<unknown>;

const workCase: Action = async (play) => {
  const cases = await play.get('/cases?per_page=1000');
  const open = readEach(cases, '_embedded', 'case_token').filter(
    (_, index) => read(cases, `_embedded.${index}.closed`) === false,
  );
  if (open.length === 0) return;
  const token = String(play.pick(open));
  const path = `/cases/${token}`;
  const found = await play.get(path);
  const said = `work ${play.number()}`;
  const agent = { email: play.pick(agents) };
  const escalated = read(found, 'is_escalated') === true;
  const assigned = read(found, 'assigned_agent_email') !== null;
  const work = play.pick([
    { type: 'note' },
    { type: 'read' },
    {
      type: 'status',
      status: play.pick(['Under Review', 'Information Requested', 'Pending Review', 'Close']),
    },
    { type: 'assignment_created', assigned_agent: play.pick(agents) },
    { type: assigned ? 'assignment_removed' : 'read' },
    { type: escalated ? 'case_escalation_removed' : 'case_escalation_created' },
    ...(play.once(3) ? [{ type: 'closure', reasons: ['Other'] }] : []),
  ]);
  const { body } = await play.call('POST', `${path}/works`, { ...work, note: said, agent }, 201);
  play.claim(`work ${read(body, 'id')}`);
  play.shows(`${path}/works`, said, [said]);
  const evidences = await play.get(`${path}/evidences`);
  const [free] = [...findTags(String(read(found, 'customer_tag_type_name')))].filter(
    (tag) => !JSON.stringify(evidences).includes(tag),
  );
  const stillOpen = read(await play.get(path), 'closed') === false;
  if (free !== undefined && stillOpen) {
    await play.call('POST', `${path}/evidences`, { alerts: [free] }, 201);
    play.shows(`${path}/evidences`, free, [free]);
  }
  for (const evaluation of readEach(evidences, '_embedded.evidences', 'evaluation_token'))
    for (const form of ['alert', 'alerts'])
      if (evaluation !== null) await play.get(`${path}/evidences/${evaluation}/${form}`);
  if (!play.once(3)) return;
  const bulk = {
    case_tokens: [...new Set([token, String(play.pick(open))])],
    type: 'status',
    status: 'Under Review',
  };
  await play.call('POST', '/cases/multi/works', bulk, 201);
};

function findTags(typeName: string): readonly string[] {
  return caseTypes.find(({ name }) => name === typeName)?.tags ?? [];
}

const openInvestigation: Action = async (play) => {
  const name = `Inquiry ${play.number()}`;
  const body = {
    investigation_state: play.pick(['alert_review', 'case_review', 'open']),
    investigation_type: play.pick(['Fraud', 'Suspicious activity']),
    investigation_name: name,
    entity_tokens: [play.pick(play.persons)],
    journey_alerts: [],
  };
  const { body: made } = await play.call('POST', '/investigations', body, 201);
  play.shows(`/investigations/${play.claim(read(made, 'investigation_token'))}`, 'name', [name]);
};

const workInvestigation: Action = async (play) => {
  const archived = play.once(5);
  const all = await play.get(`/investigations?numRowsPerPage=100&includeClosed=true&archived=${archived}`);
  const tokens = readEach(all, 'investigations', 'investigation_token').map(String);
  if (tokens.length === 0) return;
  const token = play.pick(tokens);
  const investigation_tokens = [token];
  const path = `/investigations/${token}`;
  if (archived) {
    await play.call('PUT', '/investigations/unarchive', { investigation_tokens }, 202);
    return;
  }
  const found = await play.get(path);
  const state = String(read(found, 'state'));
  const alerts = readEach(found, '_embedded.evidences.journey_alerts', 'journey_application_token');
  const said = `note ${play.number()} is kept`;
  await play.call('PATCH', `${path}/evidences`, {
    note: said,
    tags: [{ tag_name: `tag${play.number() % 9}` }],
  });
  play.shows(path, said, [said]);
  const [entity_token] = Object.keys(Object(read(found, '_embedded.entities')));
  const about = { note: `${said} too`, entity_token };
  await play.call('POST', `${path}/notes`, about);
  play.shows(path, about.note, [about.note]);
  await play.call('PUT', '/investigations/assign', {
    investigation_tokens,
    agent_token: play.pick(agentTokens),
  });
  if (play.once(3)) await play.call('PUT', '/investigations/unassign', { investigation_tokens });
  for (const alert of alerts.slice(0, 2)) await workAlert(play, `${path}/alerts/${alert}`);
  const decision = { outcome: 'Dismissed', reason: 'Explained', note: said };
  if (state.endsWith('_closed')) {
    await play.call('PUT', '/investigations/archive', { investigation_tokens }, 202);
  } else if (play.once(2)) {
    await play.call('PUT', `${path}/review`, decision);
  } else if (state !== 'case_review') {
    await play.call('PUT', `${path}/promote`, {});
  }
};

async function workAlert(play: Play, path: string): Promise<void> {
  const alert = await play.get(path);
  await play.call('PUT', `${path}/assign`, { agent_token: play.pick(agentTokens) });
  if (play.once(2)) await play.call('PUT', `${path}/unassign`, {});
  const decision = { outcome: play.pick(['Dismissed', 'dismissed']), reason: 'False positive' };
  if (read(alert, 'status') === 'waiting_review')
    await play.call('POST', `${path}/review/${read(alert, 'manual_review_token')}/review`, decision, 204);
  else await play.call('PUT', `${path}/review`, decision);
}

const keepType: Action = async (play) => {
  const name = `Kind ${play.number()}`;
  await play.call('POST', '/investigations/types', { name, use_case: 'Fraud' });
  await play.call('PATCH', '/investigations/types/archive', { investigation_types: name });
  play.shows('/investigations/types?archived=true&numRowsPerPage=100', name, [`"${name}"`]);
  if (play.once(2)) return;
  await play.call('PATCH', '/investigations/types/unarchive', { investigation_types: name });
  await play.call('DELETE', `/investigations/types/delete/${encodeURIComponent(name)}`);
  play.shows('/investigations/types?archived=true&numRowsPerPage=100', name, []);
};

const runPortfolio: Action = async (play) => {
  if (!play.once(4)) return;
  const headers = { 'alloy-workflow-token': 'Wf9PortfolioScreeningDemoAcct009' };
  const { body } = await play.call('POST', '/portfolio-evaluations', { source: 'adhoc' }, 201, headers);
  const token = play.claim(read(body, 'portfolio_evaluation_token'));
  const rerun = await play.call('POST', `/portfolio-evaluations/${token}/rerun`, undefined, 201);
  play.claim(read(rerun.body, 'portfolio_evaluation_token'));
};

const decideGroup: Action = async (play) => {
  const path = '/groups/G-Dm1JointApplicants01';
  const said = note(play);
  await play.call('POST', `${path}/notes`, said);
  play.shows(path, said.note, [said.note]);
  const headers = { 'alloy-workflow-token': 'Wf5GroupDecisionDemoAccountNum05' };
  const { body } = await play.call('POST', `${path}/evaluations`, undefined, 200, headers);
  play.claim(read(body, 'evaluation_token'));
  if (read(body, 'summary.outcome') !== 'Manual Review') return;
  const decision = { agent: { email: agents[0] }, reasons: ['Other'], outcome: 'Approved' };
  const { body: review } = await play.call('POST', `${path}/reviews`, decision);
  const token = play.claim(read(review, 'review_token'));
  await play.call('POST', `${path}/reviews/${token}/notes`, note(play));
};

export const inquiryActions: readonly Action[] = [
  workCase,
  workCase,
  openInvestigation,
  workInvestigation,
  workInvestigation,
  keepType,
  runPortfolio,
  decideGroup,
];
