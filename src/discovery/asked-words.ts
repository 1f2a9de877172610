/**
 * The words in which people ask for an operation, where its own texts do not have them. Searched beside name, title
 * and description, never shown. A tool without an entry is found by its texts alone.
 */
export const askedWords: Readonly<Record<string, string>> = {
  // accounts
  create_a_alloy_account:
    'new bank account, record or save a checking, savings, deposit, brokerage, loan or credit card account of a customer',
  get_single_alloy_bank_account_by_id:
    'look up bank account, current balance, balance history, account holders, account number, joint owners of the account, is the account open, frozen or closed',
  update_a_alloy_account_by_id:
    'bank account closed, frozen, dormant, reopened, linked, unlinked; edit the account, new balance, funding source changed',

  // cases
  alloy_case_works_bulk_create:
    'bulk action: close, reassign or move many cases together, all these cases, set several cases to a status, clean up case backlog',
  create_a_alloy_case_evidence:
    'attach a transaction or tag to an existing case, add red flag or proof to case by hand',
  create_a_alloy_case_work:
    'work a case: close it, reopen it, assign it, take it over, unassign it, escalate the case, change the status of a case, comment on a case, note on case, mark case as read',
  get_single_alloy_case_by_id:
    'open, read or show one case, what a case is about, who it is assigned to, its status, is the case escalated or closed',
  get_single_alloy_case_evidence_alert_by_id:
    'what triggered, fired, set off or caused the alert or flag of a case evidence, underlying transactions, hits',
  list_all_alloy_case_evidences:
    'evidence, proof, reasons and suspicious activity collected in a case, why the case was opened',
  list_all_alloy_case_works:
    'case history, audit trail of a case, who worked on the case and what they did, comments made on the case',
  list_all_alloy_cases:
    'case queue, my cases, open cases, unresolved cases, all cases, caseload, overview of cases',
  list_all_alloy_evidence_alerts:
    'what triggered, fired, set off or caused the alert or flag of a case evidence, underlying transactions, hits',

  // custom lists
  create_a_alloy_custom_list:
    'new lookup table, set up a table or reference data to match against: countries, BINs, merchant codes, devices, IP addresses, email domains; make a custom list',
  create_a_alloy_custom_list_activation:
    'go live with, switch to, roll out, deploy or publish a version of the lookup table, make a version current',
  create_a_alloy_custom_list_version:
    'upload, add, append, change or remove rows or columns of a lookup table or custom list, new content, import CSV values into the custom list',
  get_single_alloy_custom_list_by_id:
    'versions of a lookup table, version history, which version is active or live, one custom list in detail',
  get_single_alloy_custom_list_version_by_id:
    'rows, columns, values, entries and content of a lookup table version, what changed in a version',
  list_all_alloy_custom_lists: 'which lookup tables or custom lists exist, all tables we have',
  update_a_alloy_custom_list_by_id: 'rename a lookup table or custom list, other name',

  // documents
  alloy_entity_documents_partial_update:
    'accept, approve, verify, reject or refuse an ID, passport, license, utility bill; mark document as genuine, forged, fake, expired, blurry; change type or name of a document',
  create_a_alloy_document_note: 'comment, remark or annotation on a document, passport, scan or statement',
  create_a_alloy_entity_document:
    'upload, send, submit, attach or hand in a passport, ID card, selfie, license, bank statement, utility bill, proof of address; file a document with a customer or business',
  get_single_alloy_entity_document_by_id:
    'view, see, open, download the image, photo, scan or PDF of an ID, passport, license or bill',
  list_all_alloy_entity_documents:
    'which documents, IDs and papers are on file for a customer, what did they upload, is a passport there, which are approved or rejected',
  update_a_alloy_entity_document_by_id:
    'push, stream, upload or replace the bytes, content, image, photo or PDF of a document already registered',

  // entities
  create_a_alloy_business_entity:
    'add, enter, insert, save or register a company, merchant, LLC, corporation, nonprofit or other organization, new business record, no checks',
  create_a_alloy_entity_feedback:
    'report fraud back, tell how a customer turned out, confirmed fraud label, charged off, default, chargeback, loss, account takeover, synthetic, mule, scam, first party fraud, train the model, ground truth',
  create_a_alloy_entity_merge:
    'combine, dedupe or consolidate duplicate customers, two records or profiles of the same person',
  create_a_alloy_entity_note:
    "comment, remark or memo on a customer's, person's or company's file, profile or record; write something down about a client",
  create_a_alloy_person_entity:
    'add, enter, insert, save or register an individual, customer, prospect, human, new person record with name, date of birth, SSN, no checks',
  get_single_alloy_business_entity_by_id:
    'company details, legal name, EIN, tax id, registration number, website, address, phone of a merchant, firm or LLC',
  get_single_alloy_entity_by_id:
    'everything we hold or know about a customer, full overview, profile, summary, how many evaluations, person or company, entity token',
  get_single_alloy_person_entity_by_id:
    "a customer's personal data: address, phone, email, date of birth, SSN, name of a consumer or individual on record",
  list_all_alloy_entity_feedback:
    'past fraud reports, labels and outcomes we sent, which customers we reported as fraud, feedback history',
  update_a_alloy_business_entity_by_id:
    'company moved or renamed, new address, legal name, website, phone, EIN of a merchant or firm; edit or correct company record',
  update_a_alloy_person_entity_by_id:
    'customer moved, married, new home address, email, mobile, phone number, last name, correct typing error in SSN or date of birth; edit customer record',

  // evaluations
  create_a_alloy_evaluation:
    'KYC check, KYB check, verify identity, sanctions, OFAC, PEP or watchlist screening, fraud score, risk score, due diligence, AML screening, run workflow on a person or company, evaluate an applicant',
  get_single_alloy_batch_by_id:
    'progress of a bulk evaluation upload, did the evaluations file finish, is the batch job done, failed rows',
  get_single_alloy_entity_evaluation_by_id:
    'result of a check of a customer, with both the customer token and the evaluation token',
  get_single_alloy_evaluation_by_id:
    'why was an applicant denied, declined, turned down or approved; check result, score, tags, reasons, watchlist hits, vendor answers, what the KYC check said',
  list_all_alloy_parameters:
    'which fields, data or inputs a workflow or evaluation needs, what to ask or collect from a customer before the check, mandatory inputs',
  update_a_alloy_evaluation_audit_access_by_id:
    'share an evaluation with, let or stop a partner bank, sponsor bank, auditor, parent institution  see it; revoke or grant visibility',
  update_a_alloy_evaluation_by_id:
    'answer quiz, OTP, one time passcode or out of wallet questions; supply missing data to a waiting evaluation or check, resume after vendor failure',

  // events
  create_a_alloy_event:
    'monitor a payment, transfer, wire, ACH, deposit, card purchase, login, failed login, password change, email change, profile change, link of an account; tell Alloy that something happened, transaction monitoring, ongoing monitoring, group changed, add owner or member to group',
  get_single_alloy_event_by_id:
    'what did we send in an event, event details, was the event received, read back an event',
  list_all_alloy_event_schemas:
    'which fields must an event have, event types, event payload format, how to build a login, transaction or account event',

  // groups
  create_a_alloy_group_evaluation:
    'run the check on joint applicants, couple, household or co-borrowers together as one',
  create_a_alloy_group_note: 'comment or remark on a household, couple, joint applicants or group',
  get_single_alloy_entity_group_by_id:
    'who owns, controls, directs or signs for a company; beneficial owners, UBO, shareholders, directors, officers, authorized signers, percent of ownership, joint account members, related people and companies',
  get_single_alloy_group_by_id:
    'old style group, joint applicants, household or couple and its members, evaluations and reviews',

  // investigations
  create_a_alloy_investigation:
    'start, open or create an AML case, inquiry or investigation on a suspicious customer or activity by hand',
  create_a_alloy_investigation_alert_review:
    'clear, dismiss, close or resolve an alert, false positive, true positive, nothing found, mark alert suspicious, decide the alert',
  create_a_alloy_investigation_note:
    'comment, remark, memo, findings or narrative in an investigation, write down what was found',
  create_a_alloy_investigation_type: 'new kind, sort or category of investigation',
  delete_a_alloy_investigation_type_by_id:
    'remove, drop or get rid of a kind or category of investigation permanently',
  get_single_alloy_investigation_alert_by_id:
    'look at, read or open one alert, what set it off, alert details',
  get_single_alloy_investigation_by_id:
    'everything on, details, stage, status, history, timeline of an investigation; read, open or show it; who is working it, its entities and evidence',
  list_all_alloy_investigation_agents:
    'which analysts, investigators, reviewers, colleagues or team members can take, get or be given an investigation or alert, who on the team',
  list_all_alloy_investigation_filters:
    'how can I filter, search or narrow the investigation queue, possible search criteria, states and tags to filter by',
  list_all_alloy_investigation_types:
    'which kinds, sorts and categories of investigations exist or can be chosen',
  list_all_alloy_investigation_use_cases:
    'which purposes, areas or business lines (AML, fraud, credit, compliance) investigations are for',
  list_all_alloy_investigations:
    'my queue, work list, backlog, open alerts, open, unassigned, pending, overdue, escalated or closed investigations, search and find investigations',
  update_a_alloy_investigation_alert_appended_review_by_id:
    'second opinion, correct, revise, override or change an alert decision that was taken already, quality check of an alert review',
  update_a_alloy_investigation_alert_assign_by_id:
    'give, hand over, pass, route, reassign one alert to an analyst or to me, take an alert',
  update_a_alloy_investigation_alert_unassign_by_id:
    'take an alert off somebody, release an alert, nobody works on it',
  update_a_alloy_investigation_archive_by_id:
    'put away, hide, clean up, tidy old, finished or closed investigations out of the queue',
  update_a_alloy_investigation_assign_by_id:
    'give, hand over, pass, route, move or reassign an investigation to another analyst or to me, take over an investigation',
  update_a_alloy_investigation_evidence_by_id:
    'attach, link or add more alerts, transactions, payments, tags or proof to an investigation that is open or running',
  update_a_alloy_investigation_promote_by_id:
    'escalate, raise, elevate, take to the next stage, from alert triage to case, serious, needs a full case',
  update_a_alloy_investigation_review_by_id:
    'finish, close, wrap up, conclude or resolve an investigation with an outcome, confirmed suspicious, file SAR, no SAR, nothing found, dismissed',
  update_a_alloy_investigation_type_archive_by_id:
    'retire a kind or category of investigation, no longer needed or used, hide it',
  update_a_alloy_investigation_type_unarchive_by_id:
    'bring back, restore, reuse a retired kind or category of investigation',
  update_a_alloy_investigation_unarchive_by_id:
    'restore, recover, bring back investigations put away by mistake',
  update_a_alloy_investigation_unassign_by_id:
    'take somebody off investigations, release, free up, nobody owns or works the investigation',

  // journeys
  create_a_alloy_journey_application:
    'onboard a new customer, applicant, person, business, company or merchant, start KYC or KYB onboarding, apply for an account, card or loan, submit a business with its owners and directors, new signup, originate',
  create_a_alloy_journey_application_case_review:
    'approve, deny, decline, accept or reject an applicant or person waiting in manual review of the onboarding, underwriter or analyst decision, review queue',
  create_a_alloy_journey_application_external_rerun:
    'rerun, retry, repeat, resubmit by our own application number, id or reference',
  create_a_alloy_journey_application_note: 'comment, remark or memo on an application',
  create_a_alloy_journey_application_rerun:
    'retry the application or onboarding after error or vendor outage, do over with corrected or fixed data',
  create_a_alloy_journey_application_review:
    'final decision, verdict or approval of the whole application with all its people, approve or deny the application in manual review',
  create_a_alloy_journey_batch:
    'bulk onboarding, many applicants or applications at once, mass run, import CSV or file of applications, backtest a journey, test applicants',
  get_single_alloy_journey_application_by_id:
    'status of an application, where is the applicant in the process, why is the application stuck, what is it waiting for, what is missing, was the applicant approved, denied or turned down',
  get_single_alloy_journey_application_external_by_id:
    'find the application, its status, outcome and what is missing by our own application number, id or reference',
  get_single_alloy_journey_application_review_by_id:
    "what the reviewer or analyst decided in an alert's manual review",
  get_single_alloy_journey_batch_by_id:
    'is the bulk onboarding, mass run or journey batch done, progress, how many applications finished',
  list_all_alloy_journey_application_notes:
    'read comments, remarks and memos that colleagues left on an application, who commented',
  list_all_alloy_journey_batch_applications:
    'results of every applicant, row or application in a journey batch or mass run, how each ended',
  list_all_alloy_journey_entity_applications:
    'has this person or customer applied before, earlier, previous or past applications, attempts, all applications of a customer',
  list_all_alloy_journey_parameters:
    'what data, fields or info a journey needs, what to collect from applicants before onboarding',
  list_all_alloy_journey_schemas: 'JSON schema, payload format, structure of the input of a journey',
  update_a_alloy_journey_application_audit_access_by_id:
    'share an application with, let or stop a partner bank, sponsor bank, auditor, parent institution, subsidiary  see it; revoke or grant visibility',
  update_a_alloy_journey_application_by_id:
    'let the application proceed, resume, supply missing SSN, data, answers or uploaded documents the journey asked for, step up done, add another owner, signer or co-applicant to a running or pending application',
  update_a_alloy_journey_application_external_by_id:
    'supply missing data or documents, proceed or resume the application by our own application number, id or reference',
  update_a_alloy_journey_application_node_by_id:
    'tell or mark that an action or step of the journey is done, finished, complete: account opened, funded, core banking system',

  // lists
  create_a_alloy_list: 'new blocklist, denylist, blacklist, allowlist, whitelist, watchlist of our own',
  create_a_alloy_list_entity:
    'block, ban, deny, blacklist a person, SSN, email, phone, device or IP; put or add somebody on the blocklist, denylist, allowlist, whitelist; trust or exempt somebody',
  get_single_alloy_list_by_id:
    'who or what is on, in or contained in the blocklist, denylist, allowlist, whitelist; is somebody listed, blocked or trusted',
  list_all_alloy_lists: 'which blocklists, denylists, allowlists, whitelists exist, all our lists',
  update_a_alloy_list_by_id:
    'swap, wipe, overwrite, empty and reload everybody on the blocklist, denylist or allowlist, load a whole new file or set',
  update_a_alloy_list_meta_by_id:
    'rename the blocklist, denylist, allowlist; other name or description of the list',

  // oauth
  create_a_alloy_oauth_token:
    'log in, sign in, authenticate, client credentials, API access token, JWT, for a script',
  create_a_alloy_oauth_validation: 'is my API token still good, valid, alive or expired, verify JWT',

  // portfolio
  create_a_alloy_portfolio_evaluation:
    'rescreen, recheck or rescore existing, already onboarded, all or every customer, periodic review, nightly or monthly screening of the portfolio, customer base or book',
  create_a_alloy_portfolio_evaluation_rerun: 'do a portfolio run, rescreening or check over, again',

  // published attributes
  create_a_alloy_published_attribute:
    'new custom attribute, field, variable or property of our own, such as income, tier or internal score, for workflows and rules',
  create_a_alloy_published_attribute_value:
    'push, set, send, load, backfill or update a value of a custom attribute for a customer: internal score, income, tier',
  get_single_alloy_published_attribute_by_id:
    'how is one custom attribute or field defined, its data type, default and expiry',
  list_all_alloy_published_attribute_values:
    'what value has a customer for a custom attribute, values over time, history of income, tier or internal score',
  list_all_alloy_published_attributes:
    'which custom attributes, fields or variables have we defined, show all',
  update_a_alloy_published_attribute_by_id:
    'rename, retire, archive, stop using a custom attribute or field, change its default value or expiry',

  // reviews
  create_a_alloy_entity_review:
    'manually approve, deny, decline, reject a customer or client whose evaluation ended in manual review, no journey',
  create_a_alloy_entity_review_note:
    'comment, remark or reasoning on a review of a customer, explain the decision',
  create_a_alloy_group_review:
    'manually approve, deny, decline the joint applicants, couple or household as a group after manual review',
  create_a_alloy_group_review_note:
    'comment, remark or reasoning on the review or decision of joint applicants, couple, household or group',
  get_single_alloy_entity_review_by_id: 'one manual decision on a customer in detail, read a review',
  list_all_alloy_entity_reviews:
    'who decided on a customer, when and why by hand; past decisions, manual approvals and denials of a client by reviewers',

  // transactions
  get_single_alloy_transaction_by_id:
    'look up a payment, transfer, wire, ACH or purchase: amount, currency, counterparty, sender, recipient, payee, did it clear or settle',
  update_a_alloy_transaction_by_id:
    'mark a payment, transfer, wire or ACH as settled, cleared, returned, reversed, bounced, rejected, canceled, disputed; change the status of a payment',
};
